namespace Busbar.Modbus;

/// <summary>What an object of a device's identification says; MODBUS Application Protocol V1.1b3 §6.21. From 0x80 on they are the device's own; those not named here are carried as numbers.</summary>
public enum DeviceObjectId : byte
{
    /// <summary>Who made it, ASCII; basic.</summary>
    VendorName = 0,

    /// <summary>Its product code, ASCII; basic.</summary>
    ProductCode = 1,

    /// <summary>Its revision, ASCII; basic.</summary>
    MajorMinorRevision = 2,

    /// <summary>The vendor's page, ASCII; regular.</summary>
    VendorUrl = 3,

    /// <summary>Its product name, ASCII; regular.</summary>
    ProductName = 4,

    /// <summary>Its model, ASCII; regular.</summary>
    ModelName = 5,

    /// <summary>What its user calls it, ASCII; regular.</summary>
    UserApplicationName = 6,
}
