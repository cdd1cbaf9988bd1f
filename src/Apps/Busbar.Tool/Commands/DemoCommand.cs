using System.CommandLine;
using Busbar.Tool.Demo;
using Busbar.Tool.Plant;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar demo</c>.</summary>
internal static class DemoCommand
{
    private static readonly Option<string> Host = new("--host") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<int> Port = CommandWords.Whole("--port", 8080, "Port of the page.");
    private static readonly Option<string?> Influx = new("--influx") { Description = "InfluxDB 1.x that also gets the points, such as http://127.0.0.1:8086." };
    private static readonly Option<string?> Plant = new("--plant") { Description = "HOST:PORT of a 'busbar plant' that runs elsewhere, instead of one of its own." };
    private static readonly Option<string?> Data = new("--data") { Description = "File of the history; the user's data folder unless given." };

    public static Command Create()
    {
        var command = new Command("demo", "A live plant on a page: simulated devices, real protocols, history, plots.")
        {
            Host, Port, Influx, Plant, Data, PlantCommand.Points, PlantCommand.Rate,
        };
        command.SetBody(RunAsync);
        return command;
    }

    private static Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        var options = new DemoOptions
        {
            EndPoint = EndPoints.ToListenOn(context.Get(Host)!, context.Get(Port)),
            Plant = context.Get(Plant) is { } plant ? EndPoints.ToConnectTo(plant, "--plant") : null,
            OwnPlant = PlantCommand.Checked(new PlantOptions { Points = context.Get(PlantCommand.Points), Rate = context.Get(PlantCommand.Rate) }),
            Influx = context.Get(Influx) is { } influx ? ParseUrl(influx) : null,
            HistoryFile = HistoryFile(context.Get(Data) ?? DefaultHistoryFile()),
        };
        return DemoHost.RunAsync(options, context.Loggers, cancellationToken);
    }

    private static Uri ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            throw new UsageException($"--influx must be a URL such as http://127.0.0.1:8086, not '{text}'.");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            throw new UsageException("--influx must be a URL without user, password and query, such as http://127.0.0.1:8086."); // not repeated: it is a secret
        return url;
    }

    /// <summary>The path in full, its folder made.</summary>
    private static string HistoryFile(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || Directory.Exists(text))
            throw new UsageException($"--data must be a file, which is made when it does not exist, not '{text}'.");
        string file = Path.GetFullPath(text);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--data must be a file in a folder that can be made, not '{text}': {exception.Message}");
        }

        return file;
    }

    private static string DefaultHistoryFile()
    {
        string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "busbar", "demo.db");
    }
}
