namespace Busbar.MessagePack.Tests.Events;

/// <summary>What a user writes: a method for the event "msg".</summary>
internal delegate void MsgHandler(string author, string text, double? value, DateTimeOffset time, ReadOnlySpan<byte> blob);
