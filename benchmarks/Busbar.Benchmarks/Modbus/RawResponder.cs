using System.Net;
using System.Net.Sockets;

namespace Busbar.Benchmarks.Modbus;

/// <summary>
/// The least that can answer reads of ten registers: it looks at nothing but the transaction's number, and answers all it has read
/// with one send.
/// </summary>
internal sealed class RawResponder : IAsyncDisposable
{
    public const int RequestLength = 12;
    public const int AnswerLength = 29; // 7 of the header, function, byte count, 10 registers

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _serving = [];
    private readonly Task _accepting;

    public RawResponder()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        await Task.WhenAll(_serving);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _serving.Add(ServeAsync(await _listener.AcceptAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            // The end of the benchmark.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using Socket connection = socket;
        connection.NoDelay = true;
        byte[] input = new byte[4096];
        byte[] output = new byte[input.Length / RequestLength * AnswerLength];
        int held = 0;
        try
        {
            while (await connection.ReceiveAsync(input.AsMemory(held), _stopping.Token) is > 0 and var received)
            {
                held += received;
                int requests = held / RequestLength;
                for (int i = 0; i < requests; i++)
                    Answer(input.AsSpan(i * RequestLength, RequestLength), output.AsSpan(i * AnswerLength, AnswerLength));
                if (requests > 0)
                    await connection.SendAsync(output.AsMemory(0, requests * AnswerLength), _stopping.Token);
                input.AsSpan(requests * RequestLength, held % RequestLength).CopyTo(input);
                held %= RequestLength;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The end of the benchmark, from one side or the other.
        }
    }

    private static void Answer(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        request[..4].CopyTo(answer);
        answer[5] = 23;
        answer[6] = request[6];
        answer[7] = request[7];
        answer[8] = 20;
    }
}
