namespace Busbar.Modbus;

/// <summary>Which objects of a device's identification are asked for; MODBUS Application Protocol V1.1b3 §6.21.</summary>
public enum ReadDeviceIdCode : byte
{
    /// <summary>A stream of the objects 0 to 2, which every device has.</summary>
    Basic = 1,

    /// <summary>A stream of the objects 0 to 0x7F.</summary>
    Regular = 2,

    /// <summary>A stream of all objects.</summary>
    Extended = 3,

    /// <summary>One object.</summary>
    Individual = 4,
}
