using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Events;

/// <summary>What a method for an event is refused for, said at the member at fault; and what is only close to it, and compiles.</summary>
public sealed class EventDiagnosticTests
{
    [Theory]
    [InlineData("BUS1001 File1.cs(2,14): 'M' is not partial, so that nothing can be generated into it; write 'partial' before its keyword", "public class M : Room { [Event(\"a\")] void On() { } }")]
    [InlineData("BUS1001 File1.cs(2,14): 'O' is not partial, so that nothing can be generated into it; write 'partial' before its keyword", "public class O { public partial class M : Room { [Event(\"a\")] void On() { } } }")]
    [InlineData("BUS1005 File1.cs(2,22): 'M' has methods for events, and no class that it derives from has [EventTable]; derive it from one that gets events", "public partial class M { [Event(\"a\")] void On() { } }")]
    [InlineData("BUS1005 File1.cs(2,23): 'M' has methods for events, and no class that it derives from has [EventTable]; derive it from one that gets events", "public partial struct M { [EventFallback] void On(string name) { } }")]
    [InlineData("BUS1008 File1.cs(2,20): 'M' is local to its file, so that no generated file can continue it; remove 'file'", "file partial class M : Room { [Event(\"a\")] void On() { } }")]
    [InlineData("BUS1011 File1.cs(2,22): 'M' has events, and nothing below it declares 'EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload)' that can be overridden; declare it protected and abstract or virtual in the class with [EventTable]", "public partial class M : Bare { [Event(\"a\")] void On() { } } [EventTable(EventFormat.Json)] public class Bare { protected EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload) => default; }")]
    [InlineData("BUS1011 File1.cs(2,22): 'M' has events, and nothing below it declares 'EventOutcome DispatchEvent(int filter, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) and IReadOnlyList<string> EventFilters { get; }' that can be overridden; declare it protected and abstract or virtual in the class with [EventTable]", "public partial class M : Bare { [Event(\"a\")] void On() { } } [EventTable(EventFormat.Json, Topics = true)] public class Bare { protected virtual EventOutcome DispatchEvent(int filter, ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload) => default; }")]
    [InlineData("BUS1011 File1.cs(2,22): 'M' has events, and nothing below it declares 'EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload)' that can be overridden; declare it protected and abstract or virtual in the class with [EventTable]", "public partial class M : Shut { [Event(\"a\")] void On() { } } public class Shut : Room { protected sealed override EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload, CancellationToken token) => default; }")]
    public void WrongType_IsSaidAtTheType(string expected, string source) => Refused(expected, source);

    [Theory]
    [InlineData("BUS1002", "The name of the event of 'On' is empty; write another one in the attribute", "[Event(\"\")] void {0}On() {{ }}")]
    [InlineData("BUS1002", "The name of the event of 'On' is not given; write another one in the attribute", "[Event(null!)] void {0}On() {{ }}")]
    [InlineData("BUS1002", "The name of the event of 'On' is no valid text; write another one in the attribute", "[Event(\"a\\uD800\")] void {0}On() {{ }}")]
    [InlineData("BUS1003", "'Two' takes the event \"a\" as 'One' does; give one of them another name, or call one from the other", "[Event(\"a\")] void One() {{ }} [Event(\"a\")] void {0}Two(int b) {{ }}")]
    [InlineData("BUS1004", "Parameter 'a' of 'On' cannot be given: it is passed by reference", "[Event(\"a\")] void On(ref int {0}a) {{ }}")]
    [InlineData("BUS1004", "Parameter 'a' of 'On' cannot be given: it is 'params'; write an array or a list", "[Event(\"a\")] void On(params int[] {0}a) {{ }}")]
    [InlineData("BUS1004", "Parameter 'a' of 'On' cannot be given: it is of type int[,], and it is an array of several dimensions", "[Event(\"a\")] void On(int[,] {0}a) {{ }}")]
    [InlineData("BUS1004", "Parameter 'a' of 'On' cannot be given: it is of type Action, and it is neither a class, a struct nor an enumeration", "[Event(\"a\")] void On(Action {0}a) {{ }}")]
    [InlineData("BUS1004", "Parameter 'a' of 'On' cannot be given: it is of type Secret, and it has no public constructor whose parameters are properties of it", "[Event(\"a\")] void On(Secret {0}a) {{ }} public class Secret(int hidden) {{ int _hidden = hidden; public int B {{ get; }} }}")]
    [InlineData("BUS1004", "Parameter 'b' of 'On' cannot be given: it is of type int, and a payload that is not decoded is a ReadOnlySpan<byte>, a byte[] or a string", "[Event(\"a\", Raw = true)] void On(ReadOnlySpan<byte> a, int {0}b) {{ }}")]
    [InlineData("BUS1004", "Parameter 'b' of 'On' cannot be given: the payload is not decoded, and another parameter takes it", "[Event(\"a\", Raw = true)] void On(ReadOnlySpan<byte> a, string {0}b) {{ }}")]
    [InlineData("BUS1006", "'On' cannot be called for an event: it has type parameters, and no event says which types they are", "[Event(\"a\")] void {0}On<T>() {{ }}")]
    [InlineData("BUS1006", "'On' cannot be called for an event: it returns int, which nobody takes; return nothing, Task or ValueTask", "[Event(\"a\")] int {0}On() => 1;")]
    [InlineData("BUS1006", "'On' cannot be called for an event: it returns Task<int>, which nobody takes; return nothing, Task or ValueTask", "[Event(\"a\")] Task<int> {0}On() => null!;")]
    [InlineData("BUS1007", "'On' is async void: what it throws ends the process, and nobody awaits it; return Task or ValueTask", "[Event(\"a\")] async void {0}On() => await Task.Yield();")]
    [InlineData("BUS1012", "'On' cannot be the fallback: it does not take the event's name first, as a ReadOnlySpan<byte> or a string", "[EventFallback] void {0}On(CancellationToken token) {{ }}")]
    [InlineData("BUS1012", "'On' cannot be the fallback: it takes an event of its own; keep one of the attributes", "[Event(\"a\"), EventFallback] void {0}On(string name) {{ }}")]
    [InlineData("BUS1012", "'Two' cannot be the fallback: another method is; a class has one", "[EventFallback] void One(string name) {{ }} [EventFallback] void {0}Two(string name) {{ }}")]
    public void WrongMember_IsSaidThere(string id, string message, string member) => RefusedAt(id, message, member, "Room");

    [Theory]
    [InlineData("BUS1009", "\"a/#/b\" of 'On' is no filter of topics: it goes on after '#', which must be its last level", "[Event(\"a/#/b\")] void {0}On() {{ }}")]
    [InlineData("BUS1009", "\"a+/b\" of 'On' is no filter of topics: 'a+' holds a wildcard beside other characters; a wildcard or a name is a whole level", "[Event(\"a+/b\")] void {0}On() {{ }}")]
    [InlineData("BUS1009", "\"a/x{{b}}\" of 'On' is no filter of topics: 'x{{b}}' holds a wildcard beside other characters; a wildcard or a name is a whole level", "[Event(\"a/x{{b}}\")] void {0}On() {{ }}")]
    [InlineData("BUS1009", "\"{{a}}/{{a}}\" of 'On' is no filter of topics: it names two levels 'a'", "[Event(\"{{a}}/{{a}}\")] void {0}On(int a) {{ }}")]
    [InlineData("BUS1009", "\"{{a-b}}\" of 'On' is no filter of topics: '{{a-b}}' is no name of a parameter", "[Event(\"{{a-b}}\")] void {0}On() {{ }}")]
    [InlineData("BUS1009", "\"\" of 'On' is no filter of topics: it is empty", "[Event(\"\")] void {0}On() {{ }}")]
    [InlineData("BUS1010", "\"plant/{{bay}}\" of 'On' names the level 'bay', and no parameter is called so; add one, or write '+'", "[Event(\"plant/{{bay}}\")] void {0}On() {{ }}")]
    [InlineData("BUS1004", "Parameter 'bay' of 'On' cannot be given: it is of type int?, and a level of a topic is a string, a ReadOnlySpan<byte>, a number, a truth value, a Guid or an enumeration, never null", "[Event(\"{{bay}}\")] void On(int? {0}bay) {{ }}")]
    [InlineData("BUS1012", "'On' cannot be the fallback: its table is one of topics; write [Event(\"#\")]", "[EventFallback] void {0}On(string name) {{ }}")]
    public void WrongTopic_IsSaidThere(string id, string message, string member) => RefusedAt(id, message, member, "Topics");

    [Theory]
    [InlineData("object[]", 2)]
    [InlineData("List<object>", 2)]
    [InlineData("object?[]", 2)]
    public void UntypedArguments_AreWarnedOf(string type, int diagnostics)
    {
        GeneratorRun run = Rooms.Run($"using Busbar;\npublic partial class M : Room {{ [Event(\"a\")] void On({type} args) {{ }} }}");

        Assert.Equal(diagnostics, run.Diagnostics.Count);
        Assert.Contains($"BUS1013 File1.cs(2,51): 'On' takes its arguments as one {type}, as connectors with reflection give them; write one typed parameter for each argument, or Raw = true to decode the payload yourself", run.Diagnostics);
        Assert.Empty(run.Result.GeneratedSources);
    }

    [Theory]
    [InlineData("{ Text = Unpack.Deserialize<string>(args[0]); }")]
    [InlineData("=> Text = Deserialize<string>(args[0]);")]
    [InlineData("{ foreach (byte[] one in args) Text += Unpack.Deserialize<string>(one); }")]
    public void ListOfOctets_WhoseItemsAreDecoded_IsWarnedOf(string body)
    {
        GeneratorRun run = Rooms.Run($"using Busbar;\npublic partial class M : Room {{ [Event(\"a\")] void On(byte[][] args) {body} string Text = \"\"; static T Deserialize<T>(byte[] one) => default!; static class Unpack {{ public static T Deserialize<T>(byte[] one) => default!; }} }}");

        Assert.Equal("BUS1013 File1.cs(2,51): 'On' takes its arguments as one byte[][], as connectors with reflection give them; write one typed parameter for each argument, or Raw = true to decode the payload yourself", Assert.Single(run.Diagnostics));
        Assert.Single(run.Result.GeneratedSources);
    }

    [Theory]
    [InlineData("[Event(\"a\")] void On(byte[] args) { }")]
    [InlineData("[Event(\"a\")] void On(List<byte[]> args) { }")]
    [InlineData("[Event(\"a\")] void On(byte[][] one, int two) { }")]
    [InlineData("[Event(\"a\")] void On(byte[][] blocks) { }")]
    [InlineData("[Event(\"a\")] void On(byte[][] blocks) { foreach (byte[] block in blocks) Total += block.Length + blocks[0].Length; Total += new List<int>(blocks.Length).Count; } int Total;")]
    [InlineData("[Event(\"a\")] void On(Room room, M self, CancellationToken token) { }")]
    [InlineData("[Event(\" \")] void On() { } [Event(\"A\")] void Two() { } [Event(\"a\")] void Three() { }")]
    [InlineData("[Event(\"a\", Raw = true)] Task On(byte[] payload, CancellationToken token) => Task.CompletedTask;")]
    [InlineData("[EventFallback] ValueTask On(string name, string payload, CancellationToken token) => default;")]
    [InlineData("async void Other() => await Task.Yield(); [Event(\"a\")] void On() => Other();")]
    [InlineData("void Other(object[] args) { } [Event(\"a\")] void On() => Other([]);")]
    public void WhatIsOnlyClose_IsQuiet_AndCompiles(string members) =>
        Rooms.Run($"using Busbar;\npublic partial class M : Room {{ {members} }}").Compile();

    [Fact]
    public void MessagePackTable_WithoutTopicsOrEvents_GeneratesNothing() => Assert.Empty(Rooms.Run("public class M { void On() { } }").Result.GeneratedSources);

    private static void RefusedAt(string id, string message, string member, string table)
    {
        string before = $"public abstract partial class M : {table} {{ ";
        string source = before + string.Format(System.Globalization.CultureInfo.InvariantCulture, member, "") + " }";
        int place = before.Length + member.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal).IndexOf("{0}", StringComparison.Ordinal) + 1;
        Refused($"{id} File1.cs(2,{place}): {message.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)}", source);
    }

    private static void Refused(string expected, string source)
    {
        GeneratorRun run = Rooms.Run("using Busbar;\n" + source);

        Assert.Equal([expected], run.Diagnostics);
        Assert.Empty(run.Result.GeneratedSources);
    }
}
