using System.Text;

namespace Busbar.AspNetCore.Tests;

public class EchoRequestTests
{
    [Theory]
    [InlineData("""{"type":"watch","series":[1,2,3]}""", "1,2,3")]
    [InlineData("""{"series":[],"type":"watch","later":{"a":[1]}}""", "")]
    [InlineData("""{"type":"watch","series":null}""", null)]
    public void Watch_IsRead(string text, string? expected)
    {
        Assert.Null(EchoRequest.TryParse(Encoding.UTF8.GetBytes(text), out EchoRequest? request));
        Assert.Equal(expected, request!.Series is { } series ? string.Join(',', series) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"watch"}""")]
    [InlineData("""{"series":[1]}""")]
    [InlineData("""{"type":1,"series":[1]}""")]
    [InlineData("""{"type":"watch","series":1}""")]
    [InlineData("""{"type":"watch","series":["1"]}""")]
    [InlineData("""{"type":"watch","series":[99999999999]}""")]
    [InlineData("""{"type":"watch","series":[[1]]}""")]
    [InlineData("""{"type":"watch","series":null} x""")]
    [InlineData("""{"type":"watch","series":[1""")]
    public void AnythingElse_IsNamedAsWrong(string text)
    {
        string? wrong = EchoRequest.TryParse(Encoding.UTF8.GetBytes(text), out EchoRequest? request);

        Assert.NotNull(wrong);
        Assert.Null(request);
        Assert.InRange(Encoding.UTF8.GetByteCount(wrong), 1, 123);
    }

    [Fact]
    public void RandomOctets_GiveAnAnswerAndNeverAnException()
    {
        var random = new Random(5);
        byte[] watch = """{"type":"watch","series":[1,2,3]}"""u8.ToArray();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = [.. watch];
            for (int m = 0; m < 3; m++)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            string? wrong = EchoRequest.TryParse(mutated, out EchoRequest? request);
            Assert.Equal(wrong is null, request is not null);
        }
    }
}
