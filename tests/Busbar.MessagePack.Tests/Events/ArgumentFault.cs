namespace Busbar.MessagePack.Tests.Events;

/// <summary>Which argument of an event could not be read, and why; default when all could.</summary>
/// <param name="Index">From 0; -1 for the array of the arguments itself.</param>
/// <param name="Error">Expected and found type, and where.</param>
internal readonly record struct ArgumentFault(int Index, MessagePackError Error)
{
    public static ArgumentFault At(int index, int count, MessagePackType expected, in MessagePackReader reader) =>
        new(index, index < count ? reader.Error : MessagePackError.Missing(expected, reader.Consumed));
}
