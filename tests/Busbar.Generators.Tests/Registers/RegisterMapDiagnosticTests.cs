using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Registers;

/// <summary>What a register map is refused for, said at the member at fault; and what is only close to it, and compiles.</summary>
public sealed class RegisterMapDiagnosticTests
{
    [Theory]
    [InlineData("BUS4001 File0.cs(3,14): 'M' is not partial, so that nothing can be generated into it; write 'partial' before its keyword",
        "public class M { [Input(0)] public short A => 1; }", 2)]
    [InlineData("BUS4001 File0.cs(3,14): 'O' is not partial, so that nothing can be generated into it; write 'partial' before its keyword",
        "public class O { [RegisterMap] public partial class M { [Input(0)] public partial short A { get; } } }")]
    [InlineData("BUS4011 File0.cs(3,20): 'M' is local to its file, so that no generated file can continue it; remove 'file'",
        "file partial class M { [Input(0)] public partial short A { get; } }")]
    [InlineData("BUS4015 File0.cs(3,22): 'M' has no property with [Holding], [Input], [Coil] or [DiscreteInput]; mark at least one",
        "public partial class M { public short A { get; } }")]
    [InlineData("BUS4016 File0.cs(3,58): 'ReadAt' is also what is generated for a register map; give it another name",
        "public partial class M { [Input(0)] public partial short ReadAt { get; } }")]
    [InlineData("BUS4017 File0.cs(3,22): MaxRegistersPerRead of 'M' is 126; it must be 1 to 125",
        "public partial class M { [Input(0)] public partial short A { get; } }", 1, "MaxRegistersPerRead = 126")]
    [InlineData("BUS4017 File0.cs(3,22): MaxBitGap of 'M' is -1; it must be 0 to 1999",
        "public partial class M { [Input(0)] public partial short A { get; } }", 1, "MaxBitGap = -1")]
    [InlineData("BUS4020 File0.cs(3,23): 'M' is a record, and its copies would share one map's changes and buffers; write 'class'",
        "public partial record M { [Input(0)] public partial short A { get; } }")]
    public void WrongType_IsSaidAtTheType(string expected, string source, int diagnostics = 1, string options = "") =>
        Refused(expected, source.Contains("[RegisterMap]", StringComparison.Ordinal) ? "\n" + source : $"[RegisterMap({options})]\n{source}", diagnostics);

    [Theory]
    [InlineData("BUS4002", "'A' cannot be implemented; declare it 'partial', not static, with a getter and without a body", "[Input(0)] public short A { get; }")]
    [InlineData("BUS4002", "'A' cannot be implemented; declare it 'partial', not static, with a getter and without a body", "[Input(0)] public static partial short A { get; }")]
    [InlineData("BUS4002", "'A' cannot be implemented; declare it 'partial', not static, with a getter and without a body", "[Holding(0)] public partial short A { set; }")]
    [InlineData("BUS4002", "'A' cannot be implemented; declare it 'partial', not static, with a getter and without a body", "[Input(0)] public partial short A { get; } public partial short A { get => 1; }")]
    [InlineData("BUS4003", "'A' is of type DateTime; a register holds a bool, a number of 16, 32 or 64 bits, a decimal, an enumeration, a string, or an array of numbers", "[Input(0)] public partial DateTime A { get; }")]
    [InlineData("BUS4003", "'A' is of type float?; a register always holds a value, so that it has no null and its array one dimension; write the type without '?', and the array as T[]", "[Input(0)] public partial float? A { get; }")]
    [InlineData("BUS4003", "'A' is of type string?; a register always holds a value, so that it has no null and its array one dimension; write the type without '?', and the array as T[]", "[Input(0, Length = 2)] public partial string? A { get; }")]
    [InlineData("BUS4003", "'A' is of type int[,]; a register always holds a value, so that it has no null and its array one dimension; write the type without '?', and the array as T[]", "[Input(0, Length = 2)] public partial int[,] A { get; }")]
    [InlineData("BUS4003", "'A' is of type byte; a register has 16 bits; write a wider type, or Bit and Bits for a bit field", "[Input(0)] public partial byte A { get; }")]
    [InlineData("BUS4003", "'A' is of type int; a coil or discrete input is a bool, or with a length a bool[]", "[Coil(0)] public partial int A { get; }")]
    [InlineData("BUS4003", "'A' is of type bool[]; registers hold no array of bools; make a bit field of each", "[Input(0, Length = 2)] public partial bool[] A { get; }")]
    [InlineData("BUS4003", "'A' is of type float; a bit field is a bool, an integer or an enumeration", "[Input(0, Bit = 2)] public partial float A { get; }")]
    [InlineData("BUS4004", "'A' takes 2 registers from 65535; addresses are 0 to 65535", "[Input(65535)] public partial float A { get; }")]
    [InlineData("BUS4004", "'A' takes 1 bit from -1; addresses are 0 to 65535", "[Coil(-1)] public partial bool A { get; }")]
    [InlineData("BUS4004", "'A' takes 8589934588 registers from 0; addresses are 0 to 65535", "[Input(0, Length = int.MaxValue)] public partial long[] A { get; }")]
    [InlineData("BUS4006", "'A' has a setter, and input registers are only read; remove it", "[Input(0)] public partial short A { get; set; }")]
    [InlineData("BUS4006", "'A' has a setter, and discrete inputs are only read; remove it", "[DiscreteInput(0)] public partial bool A { get; init; }")]
    [InlineData("BUS4007", "'A' has a scale of 0; it must be finite and not 0", "[Input(0, Scale = 0)] public partial double A { get; }")]
    [InlineData("BUS4007", "'A' has a scale of NaN; it must be finite and not 0", "[Input(0, Scale = double.NaN)] public partial double A { get; }")]
    [InlineData("BUS4007", "'A' has a scale of -Infinity; it must be finite and not 0", "[Input(0, Scale = double.NegativeInfinity)] public partial double A { get; }")]
    [InlineData("BUS4007", "'A' has a scale of 0.1; short has no fractions; write double, float or decimal", "[Input(0, Scale = 0.1)] public partial short A { get; }")]
    [InlineData("BUS4007", "'A' has a scale of 1E+20; that of a decimal must be 1e-9 to 1e9", "[Input(0, As = RegisterType.Int16, Scale = 1e20)] public partial decimal A { get; }")]
    [InlineData("BUS4008", "'A' is bit 16; a register has the bits 0 (the lowest) to 15", "[Input(0, Bit = 16)] public partial bool A { get; }")]
    [InlineData("BUS4008", "'A' is a bool without a bit; a register has 16; write Bit = 0 to 15", "[Input(0)] public partial bool A { get; }")]
    [InlineData("BUS4008", "'A' is 4 bits from 13; a register has the bits 0 (the lowest) to 15", "[Input(0, Bit = 13, Bits = 4)] public partial int A { get; }")]
    [InlineData("BUS4008", "'A' is 0 bits from 1; a register has the bits 0 (the lowest) to 15", "[Input(0, Bit = 1, Bits = 0)] public partial int A { get; }")]
    [InlineData("BUS4008", "'A' is 9 bits from 0; byte does not hold them; write a type that does", "[Input(0, Bit = 0, Bits = 9)] public partial byte A { get; }")]
    [InlineData("BUS4009", "'A' has a length of 0; write Length = the number of its registers", "[Input(0)] public partial string A { get; }")]
    [InlineData("BUS4009", "'A' has a length of -1; write Length = the number of its elements", "[Input(0, Length = -1)] public partial int[] A { get; }")]
    [InlineData("BUS4010", "'A' takes 126 registers, and one read carries 125 at most; make several properties of it", "[Input(0, Length = 63)] public partial int[] A { get; }")]
    [InlineData("BUS4010", "'A' takes 124 registers, and one write carries 123 at most; make several properties of it", "[Holding(0, Length = 62)] public partial int[] A { get; set; }")]
    [InlineData("BUS4010", "'A' takes 2001 bits, and one read carries 2000 at most; make several properties of it", "[DiscreteInput(0, Length = 2001)] public partial bool[] A { get; }")]
    [InlineData("BUS4010", "'A' takes 1969 bits, and one write carries 1968 at most; make several properties of it", "[Coil(0, Length = 1969)] public partial bool[] A { get; set; }")]
    [InlineData("BUS4013", "'A' contradicts itself: its type does not say what the registers hold; write As = RegisterType.Int16, or what it is", "[Input(0)] public partial decimal A { get; }")]
    [InlineData("BUS4013", "'A' contradicts itself: short does not hold every UInt16; write a type that does, or another As", "[Input(0, As = RegisterType.UInt16)] public partial short A { get; }")]
    [InlineData("BUS4013", "'A' contradicts itself: float does not hold every Float64; write a type that does, or another As", "[Input(0, As = RegisterType.Float64)] public partial float A { get; }")]
    [InlineData("BUS4013", "'A' contradicts itself: Small does not hold every UInt16; write a type that does, or another As", "[Input(0)] public partial Small A { get; }")]
    [InlineData("BUS4013", "'A' contradicts itself: a scale is for numbers in registers of their own", "[Input(0, Bit = 1, Scale = 2)] public partial bool A { get; }")]
    [InlineData("BUS4013", "'A' contradicts itself: As = RegisterType.Int16 is for numbers in registers of their own", "[Input(0, Length = 1, As = RegisterType.Int16)] public partial string A { get; }")]
    [InlineData("BUS4013", "'A' contradicts itself: only a string and an array have a length; short has none", "[Input(0, Length = 1)] public partial short A { get; }")]
    [InlineData("BUS4014", "'A' is marked as [Input] and [Holding] at once; keep one of the attributes", "[Input(0), Holding(0)] public partial short A { get; }")]
    [InlineData("BUS4018", "The name \"\" of 'A' is empty or holds a control character; write another one in the attribute", "[Input(0, Name = \"\")] public partial short A { get; }")]
    public void WrongProperty_IsSaidAtTheProperty(string id, string message, string property) => RefusedProperty(id, message, property, "A");

    [Theory]
    [InlineData("BUS4005", "'B' lies on what 'A' takes at address 1 of the input registers; correct the address, or write Overlaps = true when it is another view of the same", "[Input(0)] public partial float A { get; } [Input(1)] public partial short B { get; }")]
    [InlineData("BUS4005", "'B' lies on what 'A' takes at address 1 of the input registers; correct the address, or write Overlaps = true when it is another view of the same", "[Input(1)] public partial short A { get; } [Input(0)] public partial float B { get; }")]
    [InlineData("BUS4005", "'B' lies on what 'A' takes at address 5 of the holding registers; correct the address, or write Overlaps = true when it is another view of the same", "[Holding(5, Bit = 1)] public partial bool A { get; set; } [Holding(5, Bit = 0, Bits = 2)] public partial byte B { get; set; }")]
    [InlineData("BUS4005", "'B' lies on what 'A' takes at address 7 of the coils; correct the address, or write Overlaps = true when it is another view of the same", "[Coil(0, Length = 8)] public partial bool[] A { get; } [Coil(7)] public partial bool B { get; }")]
    [InlineData("BUS4012", "'B' has the field \"a_1\" as another property has; give one of them another Name", "[Input(0, Length = 2)] public partial short[] A { get; } [Input(5, Name = \"a_1\")] public partial short B { get; }")]
    [InlineData("BUS4013", "'B' contradicts itself: it is laid out DCBA, and 'A' of the same register ABCD", "[Holding(5, Bit = 1)] public partial bool A { get; } [Holding(5, Bit = 2, Order = RegisterOrder.DCBA)] public partial bool B { get; }")]
    [InlineData("BUS4019", "'B' and 'A' can both be set and lie at address 0 of the holding registers, so that none would know which was meant; remove one of the setters", "[Holding(0)] public partial int A { get; set; } [Holding(0, Overlaps = true)] public partial short B { get; set; }")]
    public void TwoThatDoNotGoTogether_AreSaidAtTheLater(string id, string message, string properties) => RefusedProperty(id, message, properties, "B");

    [Theory]
    [InlineData("[Input(65534)] public partial float A { get; }")]
    [InlineData("[Input(0, Length = 125)] public partial short[] A { get; }")]
    [InlineData("[Holding(0, Length = 123)] public partial string A { get; set; }")]
    [InlineData("[Coil(0, Length = 1968)] public partial bool[] A { get; set; }")]
    [InlineData("[Coil(63568, Length = 1968)] public partial bool[] A { get; set; }")]
    [InlineData("[DiscreteInput(0, Length = 2000)] public partial bool[] A { get; }")]
    [InlineData("[Input(0)] public partial float A { get; } [Input(2)] public partial short B { get; } [Holding(0)] public partial short C { get; } [Coil(0)] public partial bool D { get; } [DiscreteInput(0)] public partial bool E { get; }")]
    [InlineData("[Holding(5, Bit = 0)] public partial bool A { get; set; } [Holding(5, Bit = 15)] public partial bool B { get; set; } [Holding(5, Bit = 1, Bits = 14)] public partial short C { get; set; }")]
    [InlineData("[Holding(5, Bit = 0, Bits = 16)] public partial ushort A { get; set; } [Holding(5, Overlaps = true)] public partial short B { get; }")]
    [InlineData("[Holding(0, Overlaps = true)] public partial int A { get; set; } [Holding(0)] public partial short B { get; } [Holding(1)] public partial short C { get; }")]
    [InlineData("[Holding(0, As = RegisterType.Int16)] public partial int A { get; set; } [Holding(1, As = RegisterType.UInt16, Scale = -2.5)] public partial float B { get; set; } [Holding(2, As = RegisterType.UInt64)] public partial decimal C { get; set; }")]
    [InlineData("[Holding(0, As = RegisterType.Float32, Scale = 3)] public partial double A { get; set; } [Holding(2, As = RegisterType.Int64)] public partial float B { get; set; } [Holding(6, Scale = 0.5)] public partial double C { get; set; }")]
    [InlineData("[Holding(0)] public partial Signed A { get; set; } [Holding(1)] public partial Wide B { get; set; } [Holding(5, As = RegisterType.Int32)] public partial Signed C { get; set; } [Holding(7, Bit = 0, Bits = 8)] public partial Small D { get; set; } [Holding(8, Length = 2)] public partial Signed[] E { get; set; }")]
    [InlineData("[Holding(0, Length = 2, As = RegisterType.Int16, Scale = 0.1)] public partial decimal[] A { get; set; } [Holding(2, Length = 2, As = RegisterType.UInt16)] public partial int[] B { get; set; } [Input(9, Length = 2)] public partial double[] C { get; }")]
    [InlineData("[Input(0, Name = \"same\")] public partial short A { get; } [Input(1, Name = \"Same\")] public partial short B { get; } [Input(2, Length = 2, Name = \"same\")] public partial string C { get; }")]
    [InlineData("[Input(0)] public partial short A { get; } public int Other { get; set; } public void ReadAsync(int only) { } public const int HasChange = 1;")]
    public void WhatIsOnlyCloseToWrong_CompilesWithoutAWarning(string properties) =>
        GeneratorRun.Of<RegisterMapGenerator>(Map(properties)).Compile();

    [Theory]
    [InlineData("[RegisterMap] partial class P { [Input] public partial float A { get; } }")]
    [InlineData("[RegisterMap(] partial class P { [Input(\"x\")] public partial float A { get; } }")]
    [InlineData("[RegisterMap] partial class P { [Holding(1, Scale = )] public partial double A { get; set; } [Holding(1.5)] public partial Missing B { get; } [Holding(] public partial int }")]
    [InlineData("[RegisterMap] partial struct P { [Input(0)] public partial float A { get; } }")]
    [InlineData("[RegisterMap] static partial class P { [Input(0)] public static partial float A { get; } }")]
    [InlineData("[RegisterMap] partial class P { [Input(0)] public partial float this[int i] { get; } [Input(0, Order = (RegisterOrder)9, As = (RegisterType)77)] public partial int B { get; } }")]
    [InlineData("[RegisterMap] partial class P { [Input(int.MaxValue, Bits = int.MaxValue, Bit = int.MaxValue)] public partial int A { get; } [Input(0)] public partial ref int B { get; } }")]
    public void HalfTypedCode_IsNoFaultOfTheGenerator(string source) =>
        Assert.Null(GeneratorRun.Of<RegisterMapGenerator>("using Busbar.Modbus; " + source).Result.Exception);

    [Fact]
    public void LimitOfTheMap_IsThatOfItsProperties() => Assert.Equal(
        ["BUS4010 File0.cs(1,139): 'A' takes 4 registers, and one read carries 3 at most; make several properties of it"],
        GeneratorRun.Of<RegisterMapGenerator>("using Busbar.Modbus; [RegisterMap(MaxRegistersPerRead = 3, MaxRegisterGap = 0)] public partial class M { [Input(0)] public partial double A { get; } }").Diagnostics);

    private static void RefusedProperty(string id, string message, string properties, string at)
    {
        GeneratorRun run = GeneratorRun.Of<RegisterMapGenerator>(Map(properties));

        int column = properties.IndexOf($" {at} ", StringComparison.Ordinal) + 2;
        Assert.Equal([$"{id} File0.cs(6,{column}): {message}"], run.Diagnostics);
        Assert.Empty(run.Result.GeneratedSources);
    }

    private static void Refused(string expected, string source, int diagnostics)
    {
        GeneratorRun run = GeneratorRun.Of<RegisterMapGenerator>("using Busbar.Modbus;\n" + source);

        Assert.Equal(diagnostics, run.Diagnostics.Count);
        Assert.Equal(expected, run.Diagnostics[0]);
        Assert.Empty(run.Result.GeneratedSources);
    }

    private static string Map(string properties) => $$"""
        using Busbar.Modbus;
        public enum Small : byte { Off, On }
        public enum Signed { Below = -1, Zero }
        public enum Wide : long { Zero, High = 1L << 40 }
        [RegisterMap] public partial class M {
        {{properties}}
        }
        """;
}
