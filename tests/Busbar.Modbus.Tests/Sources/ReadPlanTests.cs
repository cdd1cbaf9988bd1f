namespace Busbar.Modbus.Tests.Sources;

public sealed class ReadPlanTests
{
    [Fact]
    public void Plan_PointsWithinTheGap_AreOneRead()
    {
        ReadPlan plan = ReadPlan.Of([Input(12), Input(0)], new() { MaxRegisterGap = 10 });

        ReadBlock block = Assert.Single(plan.Blocks);
        Assert.Equal((ModbusTable.InputRegisters, 0, 14, 28), (block.Table, block.Address, block.Count, plan.OctetCount));
    }

    [Fact]
    public void Plan_PointsBeyondTheGap_AreTwoReads()
    {
        ReadPlan plan = ReadPlan.Of([Input(0), Input(12)], new() { MaxRegisterGap = 9 });

        Assert.Equal([(0, 2, 0), (12, 2, 4)], plan.Blocks.Select(block => (block.Address, block.Count, block.Place)));
    }

    [Fact]
    public void Plan_NoReadIsLongerThanAllowed_AndNoValueIsCut()
    {
        ReadPlan plan = ReadPlan.Of([.. Enumerable.Range(0, 10_000).Select(i => Input(i * 2))], new());

        Assert.Equal(162, plan.Blocks.Count); // 62 values of two registers fit into 125
        Assert.All(plan.Blocks, block => Assert.InRange(block.Count, 2, 124));
        Assert.Equal(10_000, plan.Blocks.Sum(block => block.Points.Length));
        Assert.Equal(20_000, plan.Blocks.Sum(block => block.Count));
    }

    [Fact]
    public void Plan_Tables_AreReadApart()
    {
        ReadPlan plan = ReadPlan.Of(
            [Input(0), Point(ModbusTable.HoldingRegisters, 0), Point(ModbusTable.Coils, 0), Point(ModbusTable.Coils, 1_999), Point(ModbusTable.DiscreteInputs, 5)],
            new() { MaxBitGap = 1_999 });

        Assert.Equal(
            [(ModbusTable.Coils, 0, 2_000), (ModbusTable.DiscreteInputs, 5, 1), (ModbusTable.InputRegisters, 0, 2), (ModbusTable.HoldingRegisters, 0, 1)],
            plan.Blocks.Select(block => (block.Table, block.Address, block.Count)));
        Assert.Equal((6, 2_001), (plan.OctetCount, plan.BitCount));
    }

    [Fact]
    public void Plan_PointsThatOverlap_AreReadOnce()
    {
        ReadPlan plan = ReadPlan.Of([Input(0), Input(1), Input(0)], new());

        Assert.Equal((0, 3), (Assert.Single(plan.Blocks).Address, plan.Blocks[0].Count));
    }

    [Fact]
    public void Split_BlockWithGaps_GivesItsPartsWithoutThem_AtTheSamePlaces()
    {
        ReadBlock block = Assert.Single(ReadPlan.Of([Input(100), Input(102), Input(110), Input(120)], new()).Blocks);

        Assert.Equal([(100, 4, 0), (110, 2, 20), (120, 2, 40)], block.Split().Select(part => (part.Address, part.Count, part.Place)));
    }

    [Fact]
    public void Split_BlockWithoutGaps_GivesHalves_UntilOnePointIsLeft()
    {
        ReadBlock block = Assert.Single(ReadPlan.Of([Input(0), Input(2), Input(4)], new()).Blocks);

        IReadOnlyList<ReadBlock> halves = block.Split();

        Assert.Equal([(0, 2), (2, 4)], halves.Select(part => (part.Address, part.Count)));
        Assert.False(halves[0].CanSplit);
        Assert.Equal([(2, 2, 4), (4, 2, 8)], halves[1].Split().Select(part => (part.Address, part.Count, part.Place)));
    }

    private static ModbusPoint Input(int address) => Point(ModbusTable.InputRegisters, address) with { Type = RegisterType.Float32 };

    private static ModbusPoint Point(ModbusTable table, int address) => new() { Field = $"f{address}", Table = table, Address = address };
}
