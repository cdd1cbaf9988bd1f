namespace Busbar.AspNetCore;

/// <summary>The nine answers of Watchbox.</summary>
internal static class WatchboxCode
{
    public const string NothingWaits = "wb00";
    public const string NotInGroup = "wb11";
    public const string Published = "wb21";
    public const string Received = "wb22";
    public const string NobodyListens = "wb23";
    public const string Rejected = "wb24";
    public const string Joined = "wb31";
    public const string NotRegistered = "wb41";
    public const string Registered = "wb42";
}
