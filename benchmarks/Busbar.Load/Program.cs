using System.Globalization;

namespace Busbar.Load;

internal static class Program
{
    /// <returns>0 when every server that is there was measured and lost nothing; 1 otherwise; 2 when the arguments are not to be understood.</returns>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments.Any(argument => argument is "--help" or "-h"))
        {
            Console.Out.Write(LoadOptions.Help);
            return 0;
        }

        if (arguments is ["serve", var name, "--port", var port])
            return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && await ServedHost.RunAsync(name, number) ? 0 : 2;

        LoadOptions options;
        try
        {
            options = LoadOptions.Parse(arguments);
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }

        List<Figure> rounds = new LoadRun(options, Console.Error).Execute();
        List<Figure> medians = Summary.Of(rounds);
        if (options.WritesTable)
            MarkdownReport.Write(Console.Out, medians);
        if (options.Json is { } file)
            JsonReport.Write(file, medians, rounds);
        return medians.TrueForAll(figure => figure.Fault is null && (figure.Lost == 0 || figure.Scenario == "stall")) ? 0 : 1;
    }
}
