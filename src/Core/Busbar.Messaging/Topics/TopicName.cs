namespace Busbar.Messaging;

/// <summary>The rules for names and filters that do not depend on levels.</summary>
internal static class TopicName
{
    public static void Validate(string? name, int maxLength)
    {
        ValidateText(name, maxLength, nameof(name), "topic name");
        int wildcard = name.AsSpan().IndexOfAny('+', '#');
        if (wildcard >= 0)
            throw new ArgumentException($"The topic name \"{name}\" holds the wildcard '{name![wildcard]}'; only filters may.", nameof(name));
    }

    public static void ValidateText(string? text, int maxLength, string parameter, string what)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (text.Length == 0)
            throw new ArgumentException($"The {what} must not be empty.", parameter);
        if (text.Length > maxLength)
            throw new ArgumentException($"The {what} has {text.Length} characters; at most {maxLength} are allowed.", parameter);
        foreach (char character in text)
        {
            if (char.IsControl(character))
                throw new ArgumentException($"The {what} holds a control character (U+{(int)character:X4}).", parameter);
        }
    }
}
