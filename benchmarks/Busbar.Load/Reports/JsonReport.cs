using System.Text.Json;
using System.Text.Json.Serialization;

namespace Busbar.Load;

/// <summary>The figures as JSON: the medians, and what each round gave.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Write(string file, IReadOnlyList<Figure> medians, IReadOnlyList<Figure> rounds)
    {
        string json = JsonSerializer.Serialize(new { machine = Environment.MachineName, processors = Environment.ProcessorCount, medians, rounds }, Options);
        if (file == "-")
            Console.Out.WriteLine(json);
        else
            File.WriteAllText(file, json + "\n");
    }
}
