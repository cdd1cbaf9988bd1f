using Busbar.Modbus;
using Busbar.Tool.Plant;

namespace Busbar.Tool.Tests.Plant;

public sealed class PlantMapTests
{
    [Fact]
    public void Quantities_OfOneUnit_DoNotOverlap()
    {
        foreach (var table in PlantMap.Quantities.GroupBy(quantity => (quantity.Unit, quantity.Table)))
        {
            var taken = new HashSet<int>();
            foreach (PlantQuantity quantity in table)
                Assert.All(Enumerable.Range(quantity.Address, Width(quantity.Type)), address => Assert.True(taken.Add(address), $"{quantity.Device}.{quantity.Field}"));
        }
    }

    [Fact]
    public void Description_ReadsBackWhatWasWritten()
    {
        var registers = new ushort[PlantDescription.Registers];
        new PlantDescription(123_456, 12.5).WriteTo(registers);

        Assert.True(PlantDescription.TryRead(registers, out PlantDescription read));
        Assert.Equal(new PlantDescription(123_456, 12.5), read);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(0x4275, 0x7342, 0xFFFF, 0xFFFF, 0, 2000)]
    [InlineData(0x4275, 0x7342, 0, 10, 0, 0)]
    public void Description_OfAnotherServer_IsNotBelieved(params int[] registers) =>
        Assert.False(PlantDescription.TryRead([.. registers.Select(register => (ushort)register)], out _));

    private static int Width(RegisterType type) => type switch
    {
        RegisterType.Float32 or RegisterType.Int32 or RegisterType.UInt32 => 2,
        RegisterType.Float64 or RegisterType.Int64 or RegisterType.UInt64 => 4,
        _ => 1,
    };
}
