namespace Busbar;

/// <summary>
/// Says that a method can be called by name with arguments in JSON: from a page, a test form, a command line. Busbar's generator then
/// gives its type a <c>Table</c>, an <see cref="IPublishedTable"/> of all its published methods: a static property where all of them
/// are static, otherwise one of each instance. The type must be partial.
/// </summary>
/// <param name="name">
/// The name to call it by; null for the method's own in camel case, so that <c>Addition</c> is <c>addition</c>. Not empty, without
/// white space, control characters and <c>/ ? # %</c>, and not another function's of the same type.
/// </param>
/// <remarks>
/// Arguments and results are truth values, numbers, text, times, <see cref="Guid"/>, enumerations, octets, arrays, lists, dictionaries
/// by string, <see cref="System.Text.Json.JsonElement"/>, and records of them; anything richer takes a context in <see cref="Json"/>.
/// A <see cref="CancellationToken"/> is the caller's. An interface that is no collection, and what is marked
/// <see cref="ServiceAttribute">[Service]</see>, comes from the services of the call. A result may be awaited
/// (<see cref="Task{TResult}"/>, <see cref="ValueTask{TResult}"/>), or come item by item (<see cref="IAsyncEnumerable{T}"/>).
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PublishedAttribute(string? name = null) : Attribute
{
    /// <summary>The name to call it by; null for the method's own in camel case.</summary>
    public string? Name { get; } = name;

    /// <summary>
    /// A <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> of the user's, for arguments and results that Busbar does not
    /// read and write itself: it has a <c>[JsonSerializable(typeof(T))]</c> for each of them. Null when all are simple.
    /// </summary>
    public Type? Json { get; set; }
}
