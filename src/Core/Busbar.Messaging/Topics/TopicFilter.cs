namespace Busbar.Messaging;

/// <summary>
/// Which topics are meant, as in MQTT (5.0, §4.7): levels are parted by <c>/</c>, <c>+</c> stands for one whole level, <c>#</c> as the
/// last level for the level above it and all below. A filter that begins with a wildcard does not match topics that begin with <c>$</c>.
/// </summary>
public sealed class TopicFilter
{
    /// <summary>The longest filter and topic name that is taken anywhere, in characters.</summary>
    public const int MaxLength = 65_535;

    private TopicFilter(string text)
    {
        Text = text;
        IsExact = text.AsSpan().IndexOfAny('+', '#') < 0;
    }

    /// <summary>The filter as it was written.</summary>
    public string Text { get; }

    /// <summary>It holds no wildcard, so that it means one topic.</summary>
    public bool IsExact { get; }

    /// <summary>Checks and keeps a filter.</summary>
    /// <exception cref="ArgumentException">
    /// It is empty, longer than <see cref="MaxLength"/>, holds a control character, or a wildcard that is not a level by itself, or <c>#</c> before the end.
    /// </exception>
    public static TopicFilter Parse(string filter)
    {
        TopicName.ValidateText(filter, MaxLength, nameof(filter), "topic filter");
        for (int i = 0; i < filter.Length; i++)
        {
            char character = filter[i];
            if (character is not ('+' or '#'))
                continue;
            bool beginsLevel = i == 0 || filter[i - 1] == '/';
            bool endsLevel = i == filter.Length - 1 || filter[i + 1] == '/';
            if (!beginsLevel || !endsLevel)
                throw new ArgumentException($"The topic filter \"{filter}\" holds '{character}' beside other characters; a wildcard is a whole level.", nameof(filter));
            if (character == '#' && i != filter.Length - 1)
                throw new ArgumentException($"The topic filter \"{filter}\" goes on after '#', which must be its last level.", nameof(filter));
        }

        return new TopicFilter(filter);
    }

    /// <summary>Whether a topic of that name is meant. Allocates nothing.</summary>
    public bool Matches(ReadOnlySpan<char> topic)
    {
        ReadOnlySpan<char> filter = Text;
        if (IsExact)
            return filter.SequenceEqual(topic);
        if (topic is ['$', ..] && filter[0] is ('+' or '#'))
            return false;

        while (true)
        {
            ReadOnlySpan<char> wanted = Level(filter, out bool lastWanted);
            if (wanted is ['#'])
                return true;
            ReadOnlySpan<char> level = Level(topic, out bool lastLevel);
            if (wanted is not ['+'] && !wanted.SequenceEqual(level))
                return false;
            if (lastWanted)
                return lastLevel;

            filter = filter[(wanted.Length + 1)..];
            if (lastLevel)
                return filter is ['#']; // "plant/#" means "plant" too
            topic = topic[(level.Length + 1)..];
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static ReadOnlySpan<char> Level(ReadOnlySpan<char> path, out bool isLast)
    {
        int slash = path.IndexOf('/');
        isLast = slash < 0;
        return isLast ? path : path[..slash];
    }
}
