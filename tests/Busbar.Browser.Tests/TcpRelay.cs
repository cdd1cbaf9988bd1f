using System.Net;
using System.Net.Sockets;

namespace Busbar.Browser.Tests;

/// <summary>A network between a page and a server that can be cut: connections are reset, and refused until it is mended.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly List<TcpClient> _open = [];
    private readonly int _port;
    private readonly Task _accepting;
    private bool _isCut;

    public TcpRelay(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut()
    {
        lock (_open)
        {
            _isCut = true;
            foreach (TcpClient client in _open)
                Reset(client);
            _open.Clear();
        }
    }

    public void Mend()
    {
        lock (_open)
            _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Cut();
        _ending.Dispose();
    }

    private static void Reset(TcpClient client)
    {
        if (client.Client is { } socket) // null once its relay has ended
            socket.LingerState = new LingerOption(true, 0);
        client.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private async Task RelayAsync(TcpClient near)
    {
        var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port, _ending.Token);
            lock (_open)
            {
                if (_isCut)
                {
                    Reset(near);
                    Reset(far);
                    return;
                }

                _open.AddRange([near, far]);
            }

            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _ending.Token), far.GetStream().CopyToAsync(near.GetStream(), _ending.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Either side has gone: so does the other.
        }
        finally
        {
            near.Dispose();
            far.Dispose();
        }
    }
}
