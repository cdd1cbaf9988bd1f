using System.Buffers;
using System.Text;
using Busbar.Testing;

namespace Busbar.Influx.Tests;

/// <summary>Records as lines, without samples in between that anybody sees.</summary>
public class PointLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 500, TimeSpan.Zero);

    [Fact]
    public void Write_Point_IsOneLine()
    {
        var output = new ArrayBufferWriter<byte>();

        LineProtocolResult result = new LineProtocol().Write(new FeederPoint("3 a", 41.7f, true, -5, Noon, "say \"hi\""), output);

        Assert.Equal("influx\\ feeder,bay=3\\ a active_power=41.7,closed=t,starts=-5i,note=\"say \\\"hi\\\"\" 1772366400500000000\n", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(new LineProtocolResult(1, 4, 0), result);
    }

    [Fact]
    public void Write_Point_LeavesOutWhatIsNull_AndCountsWhatCannotBeWritten()
    {
        var output = new ArrayBufferWriter<byte>();

        LineProtocolResult result = new LineProtocol(InfluxVersion.V1, TimestampPrecision.Milliseconds).Write(new FeederPoint("4", float.NaN, null, 7, Noon), output);

        Assert.Equal("influx\\ feeder,bay=4 starts=7i 1772366400500\n", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(new LineProtocolResult(1, 1, 1), result);
    }

    [Fact]
    public void Write_PointOfManyFields_IsOneLine()
    {
        var output = new ArrayBufferWriter<byte>();

        new LineProtocol().Write(new WidePoint(Noon), output);

        Assert.Equal("wide a=0i,b=0i,c=0i,d=0i,e=0i,f=0i,g=0i,h=0i,i=0i,j=0i,k=0i,l=0i,m=0i,n=0i,o=0i,p=0i,q=17i 1772366400500000000\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Write_Point_AllocatesNothing()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        var lines = new LineProtocol();
        var point = new FeederPoint("5", 1.5f, false, 3, Noon);

        long allocated = Allocations.OfThisThread(() =>
        {
            output.ResetWrittenCount();
            lines.Write(in point, output);
        });

        Assert.Equal(0, allocated);
    }
}
