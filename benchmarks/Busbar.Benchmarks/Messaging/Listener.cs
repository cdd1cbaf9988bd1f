using Busbar.Benchmarks.Shapes;
using Busbar.Messaging;

namespace Busbar.Benchmarks.Messaging;

/// <summary>A subscriber that does next to nothing, so that what is measured is getting to it.</summary>
internal sealed class Listener : IObserver<ReadOnlyMemory<byte>>, IPayloadTaker
{
    private long _sum;

    public void Take(ReadOnlySpan<byte> payload) => _sum += payload.Length;

    public void Take(Message message) => _sum += message.Payload.Length;

    public void OnNext(ReadOnlyMemory<byte> value) => _sum += value.Length;

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
