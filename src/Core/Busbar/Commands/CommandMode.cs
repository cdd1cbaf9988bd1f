namespace Busbar;

/// <summary>How a command is carried out.</summary>
public enum CommandMode : byte
{
    /// <summary>At once.</summary>
    Direct = 0,

    /// <summary>Reserves the object and has the device check the command; nothing moves yet.</summary>
    Select,

    /// <summary>Carries out what was selected with the same value.</summary>
    Execute,

    /// <summary>Gives up what was selected.</summary>
    Cancel,
}
