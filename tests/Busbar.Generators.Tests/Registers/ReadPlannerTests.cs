using Busbar.Generators.Models;
using Busbar.Generators.Parsing;
using Busbar.Modbus;

namespace Busbar.Generators.Tests.Registers;

/// <summary>The generator cannot refer to the package: the rule stands twice, and is one.</summary>
public sealed class ReadPlannerTests
{
    private static readonly RegisterType[] Types = [RegisterType.UInt16, RegisterType.Float32, RegisterType.Float64];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Plan_IsThatOfAPolledSource_ForRandomMaps(int seed)
    {
        var random = new Random(seed);
        for (int map = 0; map < 200; map++)
        {
            var options = new ModbusSourceOptions
            {
                MaxRegisterGap = random.Next(0, 125),
                MaxBitGap = random.Next(0, 2000),
                MaxRegistersPerRead = random.Next(4, 126),
                MaxBitsPerRead = random.Next(1, 2001),
            };
            int span = random.Next(10, 5000);
            ModbusPoint[] points = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => Point(random, span))];

            IEnumerable<ReadModel> planned = ReadPlanner.Plan(
                points.Select(point => new ReadModel((MapTable)point.Table, point.Address, point.Count)),
                new ReadLimits(options.MaxRegisterGap, options.MaxBitGap, options.MaxRegistersPerRead, options.MaxBitsPerRead));

            Assert.Equal(ReadPlan.Of(points, options).Blocks.Select(block => ($"{block.Table}", block.Address, block.Count)), planned.Select(read => ($"{read.Table}", read.Address, read.Count)));
        }
    }

    [Fact]
    public void Limits_AreThoseOfThePackage()
    {
        var attribute = new RegisterMapAttribute();
        var options = new ModbusSourceOptions();
        var limits = new ReadLimits();

        Assert.Equal((limits.MaxRegisterGap, limits.MaxBitGap, limits.MaxRegistersPerRead, limits.MaxBitsPerRead), (attribute.MaxRegisterGap, attribute.MaxBitGap, attribute.MaxRegistersPerRead, attribute.MaxBitsPerRead));
        Assert.Equal((limits.MaxRegisterGap, limits.MaxBitGap, limits.MaxRegistersPerRead, limits.MaxBitsPerRead), (options.MaxRegisterGap, options.MaxBitGap, options.MaxRegistersPerRead, options.MaxBitsPerRead));
        Assert.Equal((ModbusLimits.MaxWriteRegisters, ModbusLimits.MaxWriteCoils), (ReadLimits.MaxWriteRegisters, ReadLimits.MaxWriteCoils));
    }

    [Fact]
    public void NamesThatAreMatchedByNumber_AreThoseOfThePackage()
    {
        Assert.Equal(Enum.GetNames<ModbusTable>(), Enum.GetNames<MapTable>());
        Assert.Equal(Enum.GetNames<RegisterType>(), Enum.GetNames<WireType>());
        Assert.Equal(["ABCD", "CDAB", "BADC", "DCBA"], Enum.GetNames<RegisterOrder>());
        Assert.Equal(1, (int)RegisterEncoding.Utf8);
    }

    private static ModbusPoint Point(Random random, int span)
    {
        var table = (ModbusTable)random.Next(4);
        bool isBit = table is ModbusTable.Coils or ModbusTable.DiscreteInputs;
        return new ModbusPoint { Field = "f", Table = table, Address = random.Next(span), Type = isBit ? RegisterType.Boolean : Types[random.Next(Types.Length)] };
    }
}
