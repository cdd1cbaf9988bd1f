using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Busbar.Tool;

/// <summary>Numbers and choices as users write them. What is none is refused in one sentence that names the option and what it takes.</summary>
internal static class CommandWords
{
    /// <summary>A whole number, decimal; whether it is in range is the command's to say.</summary>
    public static Option<int> Whole(string name, int otherwise, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = ParseWhole,
    };

    /// <summary>A number with a point, in every culture: a comma is refused and not taken for a separator of thousands.</summary>
    public static Option<double> Number(string name, double otherwise, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : Refuse<double>(result, "a number, such as 0.5"),
    };

    /// <summary>One of the names of an enumeration; its numbers are no words for users.</summary>
    public static Option<T> OneOf<T>(string name, T otherwise, string description)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        var option = new Option<T>(name)
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result => names.FirstOrDefault(each => string.Equals(each, result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Enum.Parse<T>(found)
                : Refuse<T>(result, Listed(names)),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(names);
        return option;
    }

    /// <summary>One of these words.</summary>
    public static Option<string> OneOf(string name, string otherwise, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.CompletionSources.Add(words);
        option.Validators.Add(result => Check(result, name, words));
        return option;
    }

    /// <summary>One of these words, as an argument.</summary>
    public static Argument<string> ArgumentOneOf(string name, string description, params string[] words)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.CompletionSources.Add(words);
        argument.Validators.Add(result => Check(result, name, words));
        return argument;
    }

    public static int ParseWhole(ArgumentResult result) =>
        int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : Refuse<int>(result, "a whole number");

    private static void Check(SymbolResult result, string name, string[] words)
    {
        foreach (Token token in result.Tokens)
        {
            if (!words.Contains(token.Value, StringComparer.Ordinal))
                result.AddError($"{name} must be {Listed(words)}, not '{token.Value}'.");
        }
    }

    private static T? Refuse<T>(ArgumentResult result, string what)
    {
        string name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
        result.AddError($"{name} must be {what}, not '{result.Tokens[0].Value}'.");
        return default;
    }

    private static string Listed(string[] words) =>
        words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
