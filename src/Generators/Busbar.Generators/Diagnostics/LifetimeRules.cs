using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Diagnostics;

/// <summary>What is begun and never ended, ended too early, or held up: BUS6xxx.</summary>
internal static class LifetimeRules
{
    private const string Category = "Busbar.Lifetime";

    public static readonly DiagnosticDescriptor DiscardedSubscription = Rule.Warning("BUS6001", Category,
        "A subscription that nobody can end", "What '{0}' returns is discarded, so that {1}; {2}");

    public static readonly DiagnosticDescriptor UsedAfterDispose = Rule.Warning("BUS6002", Category,
        "A message is used after its memory was given back", "'{0}' is used after its Dispose, when its memory may hold another message already; dispose it last");

    public static readonly DiagnosticDescriptor NeverReleased = Rule.Warning("BUS6003", Category,
        "A retained message is never given back", "'{0}' is never disposed nor handed on, so that its pooled memory is lost; write 'using' before it");

    public static readonly DiagnosticDescriptor NeverDisposed = Rule.Warning("BUS6004", Category,
        "What was opened is never closed", "'{0}' is never disposed, returned, stored or handed on, so that the {1} stays open; write '{2}' before it");

    public static readonly DiagnosticDescriptor AwaitedTwice = Rule.Warning("BUS6005", Category,
        "A ValueTask is awaited twice", "'{0}' is awaited {1}, and a ValueTask of '{2}' can be awaited once; await it once and keep its result, or call again");

    public static readonly DiagnosticDescriptor BlockingHandler = Rule.Warning("BUS6006", Category,
        "A handler blocks", "'{0}' blocks the handler passed to '{1}', and with it whoever publishes; put what came into a queue and await in its reader");

    public static readonly DiagnosticDescriptor AsyncVoidHandler = Rule.Warning("BUS6007", Category,
        "A handler is async void", "The handler passed to '{0}' is async void: what it throws ends the process and nobody awaits it; put what came into a queue and await in its reader");

    public static readonly DiagnosticDescriptor InvalidFilter = Rule.Warning("BUS6008", Category,
        "A topic filter that is none", "\"{0}\" is no topic filter and is refused when the program runs: {1}");

    public static readonly DiagnosticDescriptor BlockedValueTask = Rule.Warning("BUS6009", Category,
        "A ValueTask is blocked on", "'{0}' asks the ValueTask of '{1}' for its result before it has one, which throws or blocks; await it");

    public static readonly DiagnosticDescriptor SwallowedCancellation = Rule.Warning("BUS6010", Category,
        "A loop that swallows its cancellation", "The cancellation of '{0}' is caught inside a loop that has no other end, so that it spins for ever; catch it outside of the loop");
}
