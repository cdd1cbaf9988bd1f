namespace Busbar.MessagePack;

/// <summary>Why a read failed, and where.</summary>
/// <param name="Status">Which rule was broken; never <see cref="MessagePackStatus.Ok"/> after a read that failed.</param>
/// <param name="Offset">Octets from the beginning of the input to the value at fault.</param>
/// <param name="Expected">What was asked for; <see cref="MessagePackType.None"/> when anything would have done.</param>
/// <param name="Found">What stands there; <see cref="MessagePackType.None"/> when nothing does, or 0xC1.</param>
/// <param name="Needed">At least so many more octets end an incomplete value; 0 for every other status.</param>
public readonly record struct MessagePackError(
    MessagePackStatus Status, long Offset, MessagePackType Expected, MessagePackType Found, long Needed = 0)
{
    /// <summary>The path to the member of a record where the fault lies, or the item of a list where the fault lies, as decoders say it: <c>corners[3].x</c>; null when none did.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// An array that ended before the element asked for: for decoders that take the elements of an array as arguments.
    /// </summary>
    /// <param name="expected">The type of the element that is not there.</param>
    /// <param name="offset">Where the array ended: <see cref="MessagePackReader.Consumed"/>.</param>
    public static MessagePackError Missing(MessagePackType expected, long offset) =>
        new(MessagePackStatus.WrongType, offset, expected, MessagePackType.None);

    /// <summary>A value that is well formed and none of those asked for: for decoders that know which these are.</summary>
    /// <param name="expected">The type asked for.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="offset">Where.</param>
    public static MessagePackError Unfit(MessagePackType expected, MessagePackType found, long offset) =>
        new(MessagePackStatus.OutOfRange, offset, expected, found);

    /// <summary>A sentence for a log: <c>offset 4: expected String, found Array</c>.</summary>
    public override string ToString() => Path is null
        ? FormattableString.Invariant($"offset {Offset}: {Sentence}")
        : FormattableString.Invariant($"offset {Offset}, {Path}: {Sentence}");

    private string Sentence => Status switch
    {
        MessagePackStatus.Ok => "no error",
        MessagePackStatus.Incomplete => FormattableString.Invariant($"the input ends within {Subject}, at least {Needed} more octets are needed"),
        MessagePackStatus.WrongType when Found == MessagePackType.None => $"expected {Expected}, found nothing",
        MessagePackStatus.WrongType => $"expected {Expected}, found {Found}",
        MessagePackStatus.OutOfRange => $"{Found} out of the range asked for",
        MessagePackStatus.InvalidText => "String that is not UTF-8",
        MessagePackStatus.InvalidTimestamp => "Timestamp of a wrong length or with more than 999,999,999 nanoseconds",
        MessagePackStatus.TooDeep => $"{Subject} nested too deep",
        MessagePackStatus.TooLong => $"{Subject} longer than allowed",
        MessagePackStatus.Split => $"{Subject} lies in more than one segment",
        MessagePackStatus.Reserved => "0xC1 is never used",
        _ => Status.ToString(),
    };

    private string Subject => (Found, Expected) switch
    {
        (not MessagePackType.None, _) => Found.ToString(),
        (_, not MessagePackType.None) => Expected.ToString(),
        _ => "a value",
    };
}
