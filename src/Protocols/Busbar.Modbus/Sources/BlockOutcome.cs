namespace Busbar.Modbus;

/// <summary>What reading a block gave.</summary>
internal enum BlockOutcome : byte
{
    NotRead = 0,
    Read,
    Failed,
    ToBeSplit, // its values are left out once, then it is read in parts
}
