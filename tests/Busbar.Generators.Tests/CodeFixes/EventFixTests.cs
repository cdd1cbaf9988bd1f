using Busbar.CodeFixes;
using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.CodeFixes;

public sealed class EventFixTests
{
    [Fact]
    public async Task NotPartial_BecomesPartial() => Assert.Equal(
        Room("public sealed partial class My : Room { [Event(\"a\")] private void On() { } }"),
        await FixRun.ApplyAsync<AddPartialFix, EventGenerator>(Room("public sealed class My : Room { [Event(\"a\")] private void On() { } }")));

    [Theory]
    [InlineData("", "Task")]
    [InlineData("class Task { }", "System.Threading.Tasks.Task")]
    public async Task AsyncVoid_ReturnsATask(string member, string type) => Assert.Equal(
        Room($"public partial class My : Room {{ {member} [Event(\"a\")] private async {type} On(int value) => await System.Threading.Tasks.Task.Yield(); }}"),
        await FixRun.ApplyAsync<AsyncVoidEventFix, EventGenerator>(Room($"public partial class My : Room {{ {member} [Event(\"a\")] private async void On(int value) => await System.Threading.Tasks.Task.Yield(); }}")));

    [Theory]
    [InlineData("byte[][] args", "Text = Unpack.Deserialize<string>(args[0]);", "string argument0", "Text = argument0;")]
    [InlineData("byte[][] args", "string text = Unpack.Deserialize<string>(args[0]);\n        var count = Unpack.Deserialize<int>(args[1]);\n        Text = text + count;", "string text, int count", "Text = text + count;")]
    [InlineData("object[] args", "Text = (string)args[0] + ((int)args[1]).ToString();", "string argument0, int argument1", "Text = argument0 + argument1.ToString();")]
    [InlineData("List<object> args, CancellationToken token", "Text = (string)args[0] + (string)args[0];", "string argument0, CancellationToken token", "Text = argument0 + argument0;")]
    [InlineData("byte[][] args", "foreach (byte[] one in args) Text += Unpack.Deserialize<string>(one);", null, null)]
    [InlineData("byte[][] args", "Text = Unpack.Deserialize<string>(args[1]);", null, null)]
    [InlineData("byte[][] args", "Text = Unpack.Deserialize<string>(args[0]) + Unpack.Deserialize<int>(args[0]);", null, null)]
    [InlineData("object[] args", "Text = args[0].ToString();", null, null)]
    public async Task UntypedArguments_BecomeTypedParameters_WhereEachSaysItsType(string parameters, string body, string? fixedParameters, string? fixedBody) => Assert.Equal(
        fixedBody is null ? null : Method(fixedParameters!, fixedBody),
        await FixRun.ApplyAsync<TypedArgumentsFix, EventGenerator>(Method(parameters, body)));

    private static string Method(string parameters, string body) => Room($$"""
        public static class Unpack
        {
            public static T Deserialize<T>(byte[] octets) => default!;
        }

        public partial class My : Room
        {
            public string? Text;

            [Event("a")]
            public void On({{parameters}})
            {
                {{body}}
            }
        }
        """.Replace("\n        Text", "\n        Text", StringComparison.Ordinal));

    private static string Room(string source) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Busbar;

        [EventTable(EventFormat.MessagePack)]
        public abstract class Room
        {
            protected abstract EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload, CancellationToken cancellationToken);
        }

        {{source}}
        """;
}
