namespace Busbar.CodeFixes;

/// <summary>The rules that have a fix; their pages are in docs/rules.</summary>
internal static class RuleIds
{
    public const string EventsNotPartial = "BUS1001";
    public const string AsyncVoidEvent = "BUS1007";
    public const string UntypedArguments = "BUS1013";
    public const string PublishedNotPartial = "BUS2001";
    public const string UnsupportedParameter = "BUS2005";
    public const string UnsupportedResult = "BUS2006";
    public const string UnknownToContext = "BUS2013";
    public const string NotPartial = "BUS3001";
    public const string DiscardedSubscription = "BUS6001";
    public const string BlockingHandler = "BUS6006";
    public const string BlockedValueTask = "BUS6009";
}
