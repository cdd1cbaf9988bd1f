using System.Net;

namespace Busbar.Influx.Tests;

/// <summary>Where it writes, as whom, and which options contradict each other.</summary>
public sealed class WriterOptionsTests : InfluxWriterFixture
{
    [Fact]
    public async Task Credentials_AreSentAndNeverSaid()
    {
        var options = new InfluxOptions { Database = "plant", UserName = "ann", Password = "s3cret", Handler = Server, TimeProvider = Time, Logger = Log };
        await using var writer = new InfluxWriter(options);
        writer.Write(Samples(0, 1));

        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await Server.NextAsync();
        exchange.Answer(HttpStatusCode.Unauthorized);
        await flush.WaitAsync(Long);

        Assert.Equal("Basic " + Convert.ToBase64String("ann:s3cret"u8), exchange.Authorization);
        Assert.DoesNotContain("s3cret", exchange.Uri.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", writer.Health.ToString(), StringComparison.Ordinal);
        Assert.All(Log.Entries, entry => Assert.DoesNotContain("s3cret", entry.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version2_UsesItsAddressAndToken()
    {
        await using var writer = new InfluxWriter(new()
        {
            Url = new("https://influx.example/base"),
            Bucket = "plant a",
            Organization = "o&o",
            Token = "t0ken",
            Precision = TimestampPrecision.Milliseconds,
            Handler = Server,
            TimeProvider = Time,
            Compress = true,
        });
        writer.Write([Lines.At(Series, 1, 5_000_000), Sample.Received(Series, SampleKind.UInt64, 7, 6_000_000)]);

        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await Server.NextAsync();
        exchange.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal("https://influx.example/base/api/v2/write?org=o%26o&bucket=plant+a&precision=ms", exchange.Uri.AbsoluteUri);
        Assert.Equal("Token t0ken", exchange.Authorization);
        Assert.Equal("m f=1 5\nm f=7u 6\n", exchange.Body);
        Assert.Equal(["gzip"], exchange.Encodings);
    }

    [Fact]
    public async Task Version1_NamesTheRetentionPolicyAndMicroseconds()
    {
        await using InfluxWriter writer = Make(options => (options.RetentionPolicy, options.Precision) = ("two weeks", TimestampPrecision.Microseconds));
        writer.Write(Samples(5_000, 1));

        Task flush = writer.FlushAsync().AsTask();
        Exchange exchange = await Server.NextAsync();
        exchange.Answer(HttpStatusCode.NoContent);
        await flush.WaitAsync(Long);

        Assert.Equal("?db=plant&rp=two+weeks&precision=u", exchange.Uri.Query);
        Assert.Equal("m f=5000 5\n", exchange.Body);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://user:pass@127.0.0.1:8086")]
    [InlineData("http://127.0.0.1:8086/?u=a&p=b")]
    public void Constructor_UnusableUrl_Throws(string url) =>
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Url = new(url, UriKind.RelativeOrAbsolute), Database = "plant" }));

    [Fact]
    public void Constructor_ContradictoryOptions_Throws()
    {
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new()));
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Database = "a", Bucket = "b" }));
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Database = "a", Token = "t" }));
        Assert.Throws<ArgumentException>(() => new InfluxWriter(new() { Bucket = "b", UserName = "u" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfluxWriter(new() { Database = "a", BatchCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfluxWriter(new() { Database = "a", QueueCapacity = 4_999 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InfluxWriter(new() { Database = "a", BatchAge = TimeSpan.Zero }));
    }
}
