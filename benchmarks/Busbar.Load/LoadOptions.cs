using System.Globalization;

namespace Busbar.Load;

/// <summary>What is measured, and for how long.</summary>
internal sealed record LoadOptions
{
    public const string Help = """
        Loads brokers over real sockets, beside each other in one run: deliveries, processor time, latency, memory.

        Usage: Busbar.Load [options]
               Busbar.Load serve <busbar|busbar-tcp|naive|channel> --port <port>

          --only <names>        Servers, parted by commas: busbar, busbar-tcp, channel, naive, redis, nats, mosquitto. All that are installed by default.
          --scenarios <names>   fanout, rate, stall, memory. All by default.
          --subscribers <list>  Subscribers of the fan-out. 1,10,100,1000 by default.
          --sizes <list>        Octets of a message, 16 to 16000. 64,1024 by default.
          --modes <list>        batched, single. Both by default.
          --rounds <n>          How often each is measured; the table has the medians. 5 by default.
          --seconds <s>         How long each is measured in a round. 1 by default.
          --json <file>         Writes the figures there as well; - for the standard output, in place of the table.
          --quick               Everything once, for some hundredths of a second, with few clients: does it work?
          --help                This text.

        """;

    public static readonly string[] AllScenarios = ["fanout", "rate", "stall", "memory"];
    public static readonly string[] AllModes = ["batched", "single"];

    public string[] Only { get; init; } = [.. Peer.All.Select(peer => peer.Name)];

    public string[] Scenarios { get; init; } = AllScenarios;

    public int[] Subscribers { get; init; } = [1, 10, 100, 1000];

    public int[] Sizes { get; init; } = [64, 1024];

    public string[] Modes { get; init; } = AllModes;

    public int Rounds { get; init; } = 5;

    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What is let pass before the measuring begins.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>Processor time that each server takes under load before the first round, so that it is compiled by then.</summary>
    public TimeSpan FirstWarmUp { get; init; } = TimeSpan.FromSeconds(3);

    public int IdleClients { get; init; } = 1000;

    public string? Json { get; init; }

    public bool WritesTable => Json != "-";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It is not to be understood; the message says why.</exception>
    public static LoadOptions Parse(string[] arguments)
    {
        var options = new LoadOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name == "--quick")
            {
                options = options.Quick();
                continue;
            }

            string value = ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{name} is not known, or its value is missing.");
            options = name switch
            {
                "--only" => options with { Only = Names(name, value, [.. Peer.All.Select(peer => peer.Name)]) },
                "--scenarios" => options with { Scenarios = Names(name, value, AllScenarios) },
                "--subscribers" => options with { Subscribers = Numbers(name, value, 1, 10_000) },
                "--sizes" => options with { Sizes = Numbers(name, value, 16, 16_000) },
                "--modes" => options with { Modes = Names(name, value, AllModes) },
                "--rounds" => options with { Rounds = Numbers(name, value, 1, 1000)[0] },
                "--seconds" => options with { Time = TimeSpan.FromSeconds(Seconds(name, value)) },
                "--json" => options with { Json = value },
                _ => throw new ArgumentException($"{name} is not known."),
            };
        }

        return options;
    }

    /// <summary>Messages that may be under way: few enough that no server's queues overflow, whatever they hold.</summary>
    public static int Window(int subscribers, int size) => Math.Clamp(Math.Min(512 * 1024 / size, 256 * 1024 / subscribers), 16, 2048);

    private LoadOptions Quick() => this with
    {
        Subscribers = [1, 10],
        Rounds = 1,
        Time = TimeSpan.FromSeconds(0.05),
        WarmUp = TimeSpan.Zero,
        FirstWarmUp = TimeSpan.Zero,
        IdleClients = 20,
    };

    private static string[] Names(string name, string value, string[] known)
    {
        string[] names = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(known.Contains) ? names : throw new ArgumentException($"{name} takes {string.Join(", ", known)}, parted by commas.");
    }

    private static int[] Numbers(string name, string value, int least, int most)
    {
        var numbers = new List<int>();
        foreach (string part in value.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
                throw new ArgumentException($"{name} takes numbers from {least} to {most}.");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static double Seconds(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= 3600
            ? seconds
            : throw new ArgumentException($"{name} takes seconds, above 0 and at most 3600.");
}
