using System.Text;

namespace Busbar.Generators.Emit;

/// <summary>Text with indentation and braces, so that generated code reads as if typed.</summary>
internal sealed class SourceWriter
{
    private const int IndentSize = 4;
    private readonly StringBuilder _text = new();
    private int _depth;

    public SourceWriter Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * IndentSize).Append(line);
        _text.Append('\n'); // the same text on every system
        return this;
    }

    /// <summary>Several lines of one raw string, each indented.</summary>
    public SourceWriter Lines(string lines)
    {
        foreach (string line in lines.Split('\n'))
            Line(line.TrimEnd('\r'));
        return this;
    }

    public SourceWriter Open(string? header = null)
    {
        if (header is not null)
            Line(header);
        Line("{");
        _depth++;
        return this;
    }

    public SourceWriter Close(string end = "}")
    {
        _depth--;
        return Line(end);
    }

    /// <summary>One level deeper without braces: the lines of a broken argument list, the body of an <c>if</c>.</summary>
    public SourceWriter Indented(string line)
    {
        _depth++;
        Line(line);
        _depth--;
        return this;
    }

    /// <summary>Several lines one level deeper without braces: the statements of a case.</summary>
    public SourceWriter Deeper(Action<SourceWriter> lines)
    {
        _depth++;
        lines(this);
        _depth--;
        return this;
    }

    public override string ToString() => _text.ToString();
}
