using System.Net;
using Busbar.Testing;

namespace Busbar.AspNetCore.Tests;

public class EmbeddedFileTests
{
    [Theory]
    [InlineData("/busbar.js", "var busbar=")]
    [InlineData("/busbar.mjs", "export {")]
    public async Task BrokerClient_IsServed_CompressedOrNot_AndOnce(string path, string part)
    {
        await using TestServer server = await StartAsync();

        using HttpResponseMessage plain = await GetAsync(server, path);
        string text = await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal("text/javascript", plain.Content.Headers.ContentType?.MediaType);
        Assert.True(plain.Headers.CacheControl!.NoCache);

        using HttpResponseMessage compressed = await GetAsync(server, path, request => request.Headers.AcceptEncoding.Add(new("gzip")));
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        byte[] octets = await compressed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(octets.Length, 1, 6 * 1024);

        using HttpResponseMessage known = await GetAsync(server, path, request => request.Headers.IfNoneMatch.Add(plain.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Empty(await known.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Head_SaysTheLength_AndNoMore()
    {
        await using TestServer server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/busbar.js");

        using HttpResponseMessage response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(response.Content.Headers.ContentLength > 1000);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Folder_ThatIsNotThere_IsWrongUse()
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() =>
            TestServer.StartAsync(new ManualTimeProvider(), (app, _) => app.MapEmbeddedFiles(typeof(EmbeddedFileTests).Assembly, "pages")));

        Assert.StartsWith("The assembly Busbar.AspNetCore.Tests has no resources named \"pages/…\".", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(new ManualTimeProvider(), (app, _) => app.MapBrokerClient());

    private static async Task<HttpResponseMessage> GetAsync(TestServer server, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
