using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>A server that runs as a child process, with what it costs.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly int _clock;

    private unsafe PeerProcess(Peer peer, Process process, int port)
    {
        Peer = peer;
        _process = process;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
        int clock;
        if (Libc.GetProcessorClock(process.Id, &clock) != 0)
            throw new InvalidOperationException($"{peer.Name} has no clock of its processor time.");
        _clock = clock;
    }

    public Peer Peer { get; }

    public IPEndPoint EndPoint { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Processor time that all its threads have taken.</summary>
    public unsafe TimeSpan ProcessorTime
    {
        get
        {
            Libc.TimeSpec time;
            if (Libc.GetTime(_clock, &time) != 0)
                throw new InvalidOperationException($"{Peer.Name} has ended.");
            return TimeSpan.FromTicks(((long)time.Seconds * TimeSpan.TicksPerSecond) + ((long)time.Nanoseconds / 100));
        }
    }

    /// <summary>Octets of memory that it has in use.</summary>
    public long ResidentOctets
    {
        get
        {
            string line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>Starts it and waits until it accepts.</summary>
    public static PeerProcess Start(Peer peer)
    {
        int port = FreePort();
        Process process = Process.Start(peer.StartInfo(port)) ?? throw new InvalidOperationException($"{peer.Name} did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var started = new PeerProcess(peer, process, port);
        try
        {
            started.WaitUntilItAccepts();
        }
        catch
        {
            started.Dispose();
            throw;
        }

        return started;
    }

    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        socket.Connect(EndPoint);
        return socket;
    }

    /// <summary>Lets time pass, unless the server ends.</summary>
    public void Settle(TimeSpan time) => _process.WaitForExit(time);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void WaitUntilItAccepts()
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Connect().Dispose();
                return;
            }
            catch (SocketException) when (!_process.HasExited && Stopwatch.GetElapsedTime(began) < StartTimeout)
            {
                _process.WaitForExit(20);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
