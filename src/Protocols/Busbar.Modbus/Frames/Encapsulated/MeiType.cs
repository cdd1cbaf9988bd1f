namespace Busbar.Modbus;

/// <summary>Which protocol is inside an encapsulated interface transport; MODBUS Application Protocol V1.1b3 §6.19. Types not named here are carried as numbers.</summary>
public enum MeiType : byte
{
    /// <summary>CANopen general reference, §6.20.</summary>
    CanopenGeneralReference = 13,

    /// <summary>Read device identification, §6.21.</summary>
    ReadDeviceIdentification = 14,
}
