namespace Busbar.Sockets;

/// <summary>Datagrams that came and that nobody had room for. Any thread.</summary>
internal sealed class DatagramCount
{
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Add() => Interlocked.Increment(ref _value);
}
