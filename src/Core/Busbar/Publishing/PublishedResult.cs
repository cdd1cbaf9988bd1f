using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Busbar;

/// <summary>For generated code: where the result of a published function goes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Auto)]
public readonly struct PublishedResult
{
    private readonly Func<CancellationToken, ValueTask>? _itemWritten;

    internal PublishedResult(Utf8JsonWriter writer, Func<CancellationToken, ValueTask>? itemWritten) => (Writer, _itemWritten) = (writer, itemWritten);

    /// <summary>Takes the result, or each of its items.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Items are handed on one by one, and not as one list.</summary>
    internal bool IsStreamed => _itemWritten is not null;

    /// <summary>Before the first item.</summary>
    public void StartItems()
    {
        if (_itemWritten is null)
            Writer.WriteStartArray();
    }

    /// <summary>After each item.</summary>
    /// <param name="cancellationToken">The call's.</param>
    public ValueTask ItemWrittenAsync(CancellationToken cancellationToken) => _itemWritten is null ? default : _itemWritten(cancellationToken);

    /// <summary>After the last item.</summary>
    public void EndItems()
    {
        if (_itemWritten is null)
            Writer.WriteEndArray();
    }
}
