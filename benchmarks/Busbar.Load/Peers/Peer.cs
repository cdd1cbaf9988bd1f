using System.Diagnostics;

namespace Busbar.Load;

/// <summary>A kind of server that is loaded.</summary>
/// <param name="Name">By which it is chosen and reported.</param>
/// <param name="Wire">How clients talk to it.</param>
/// <param name="Program">What is started; null for this program itself.</param>
/// <param name="Arguments">For that port.</param>
internal sealed record Peer(string Name, Wire Wire, string? Program, Func<int, string[]> Arguments)
{
    /// <summary>All there are, those by which others are judged first.</summary>
    public static Peer[] All { get; } =
    [
        Served(ServedHost.Busbar, new BusbarWire()),
        Served(ServedHost.BusbarTcp, new BusbarTcpWire()),
        Served(ServedHost.Channel, new PlainWebSocketWire()),
        Served(ServedHost.Naive, new PlainWebSocketWire()),
        new("redis", new RedisWire(), "redis-server", port => ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]),
        new("nats", new NatsWire(), "nats-server", port => ["-a", "127.0.0.1", "-p", $"{port}"]),
        new("mosquitto", new MqttWire(), "mosquitto", MosquittoArguments),
    ];

    private static string Self => Path.Combine(AppContext.BaseDirectory, typeof(Peer).Assembly.GetName().Name!);

    /// <summary>Whether it can be started here.</summary>
    public bool IsInstalled => Program is null || Find(Program) is not null;

    public ProcessStartInfo StartInfo(int port)
    {
        var start = new ProcessStartInfo(Program is null ? Self : Find(Program)!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (string argument in Arguments(port))
            start.ArgumentList.Add(argument);
        return start;
    }

    private static Peer Served(string name, Wire wire) => new(name, wire, null, port => ["serve", name, "--port", $"{port}"]);

    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string[] MosquittoArguments(int port)
    {
        string configuration = Path.Combine(Path.GetTempPath(), $"busbar-load-{port}.conf");
        File.WriteAllText(configuration, $"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nset_tcp_nodelay true\nlog_type none\n");
        return ["-c", configuration];
    }
}
