namespace Busbar.Benchmarks.Messaging;

/// <summary>What a broker by hand would call.</summary>
internal delegate void PayloadHandler(ReadOnlySpan<byte> payload);
