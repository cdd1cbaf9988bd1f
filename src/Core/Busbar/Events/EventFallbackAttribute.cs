namespace Busbar;

/// <summary>
/// Called for every event that no other method of the class or its bases takes, with the name as UTF-8 (or as a <c>string</c>) and the
/// payload as it came. One method of a class has it.
/// </summary>
/// <example><code>
/// [EventFallback]
/// private void OnOther(ReadOnlySpan&lt;byte&gt; name, ReadOnlySpan&lt;byte&gt; payload) => _unknown++;
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class EventFallbackAttribute : Attribute;
