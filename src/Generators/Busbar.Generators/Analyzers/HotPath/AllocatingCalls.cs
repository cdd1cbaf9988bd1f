using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Analyzers.HotPath;

/// <summary>The table of calls that allocate whatever they are given, and what to write instead.</summary>
internal static class AllocatingCalls
{
    private const string Copy = "copy into memory that is rented or kept";
    private const string Work = "queue an IThreadPoolWorkItem that is kept, or await";
    private const string Wait = "keep one deadline and one timer for all that wait";
    private const string Completed = "return a ValueTask";
    private const string Format = "format into a span";

    /// <summary>What to do instead; null for a method that is not in the table.</summary>
    public static string? Advice(IMethodSymbol method)
    {
        INamespaceSymbol? space = method.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        if (space?.Name != "System")
            return null;

        return (method.ContainingType.Name, method.Name) switch
        {
            ("Enumerable" or "Queryable", _) => null, // LINQ has its own rule
            (_, "ToArray") => Copy,
            ("List", "GetRange" or "FindAll" or "ConvertAll" or "AsReadOnly") => Copy,
            ("Array", "Clone" or "Resize" or "CreateInstance" or "FindAll" or "ConvertAll") => Copy,
            ("GC", "AllocateArray" or "AllocateUninitializedArray") => Copy,
            ("Encoding", "GetBytes" or "GetChars") when method.ReturnType.TypeKind == TypeKind.Array => Copy,
            ("BitConverter", "GetBytes") => "write into a span with BinaryPrimitives",
            ("Encoding", "GetString") => "keep the octets, or compare them with a u8 literal",
            ("Guid", "ToByteArray") => "write into a span with TryWriteBytes",
            ("Convert", "ToString" or "ToBase64String" or "ToHexString" or "ToHexStringLower" or "FromBase64String" or "FromHexString") => Format,
            ("BitConverter", "ToString") => Format,
            ("Task" or "TaskFactory", "Run" or "StartNew" or "ContinueWith") => Work,
            ("ThreadPool", "QueueUserWorkItem") => Work,
            ("ThreadPool", "UnsafeQueueUserWorkItem") when method.Parameters[0].Type.TypeKind == TypeKind.Delegate => Work,
            ("Task", "Delay" or "WaitAsync" or "WhenAll" or "WhenAny") => Wait,
            ("CancellationTokenSource", "CreateLinkedTokenSource") => Wait,
            ("Task", "FromResult") when method.TypeArguments[0].SpecialType != SpecialType.System_Boolean => Completed, // those two are kept
            ("Activator", "CreateInstance") when method.TypeArguments.Length != 1 || !method.TypeArguments[0].IsValueType => "make it in a method that is not hot, or rent it",
            ("Enum", "GetValues" or "GetNames" or "GetName" or "Format") => "keep the answer in a static field",
            ("Object", "MemberwiseClone") => "keep one in a field or rent it",
            _ => null,
        };
    }
}
