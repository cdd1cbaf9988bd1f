namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class DefensiveCopyTests
{
    private const string Structs = """
        public struct Large
        {
            public long A, B, C;
            public long Sum() => A + B + C;
            public readonly long Total() => A + B + C;
            public long First => A;
            public readonly long Last => C;
            public long Kept { get; set; }
        }

        public struct Small { public long A, B; public long Sum() => A + B; }
        public readonly struct Fixed { private readonly long _a, _b, _c; public long Sum() => _a + _b + _c; }
        public struct Outer { public Large Inner; }

        """;

    [Fact]
    public Task MembersThatMightChange_WhereNothingCanBeChanged_AreReported() => Hot.VerifyAsync(Structs + """
        private readonly Large _large;
        private static readonly Large s_large;

        [HotPath]
        public long Run(in Large large, in Outer outer, ref readonly Large other) =>
            {|BUS5011:large.Sum()|} + {|BUS5011:large.First|} + {|BUS5011:_large.Sum()|} + {|BUS5011:s_large.Sum()|} + {|BUS5011:outer.Inner.Sum()|} + {|BUS5011:other.Sum()|};
        """);

    [Fact]
    public Task ReadonlyMembers_SmallStructs_AndVariables_AreQuiet() => Hot.VerifyAsync(Structs + """
        private Large _large;
        private readonly Small _small;
        private readonly Large _own;

        [HotPath]
        public Code() => _own.Sum();

        [HotPath]
        public long Run(in Large large, in Small small, in Fixed @fixed, Large copy, ref Large changed) =>
            large.Total() + large.Last + large.Kept + large.A + small.Sum() + @fixed.Sum() + copy.Sum() + changed.Sum() + _large.Sum() + _small.Sum();
        """);

    [Fact]
    public async Task Message_NamesMemberSizeAndVariable() => Assert.Equal(
        "'Sum' is not readonly, so that the 32 octets of 'large' are copied before each call; mark the member or its struct 'readonly'",
        await Hot.MessageAsync(Structs + "[HotPath] public long Run(in Large large) => large.Sum();"));
}
