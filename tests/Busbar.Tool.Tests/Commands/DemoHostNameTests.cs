using System.Net;

namespace Busbar.Tool.Tests.Commands;

/// <summary>The demo listens on this machine alone, and answers only to this machine's own names.</summary>
public sealed class DemoHostNameTests : IAsyncLifetime
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"busbar-host-{Guid.NewGuid():N}.db");
    private ToolProcess? _demo;

    public ValueTask InitializeAsync()
    {
        _demo = ToolProcess.Start("demo", "--port", "0", "--data", _data);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null)
            await _demo.DisposeAsync();
        foreach (string file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_data) + "*"))
            File.Delete(file);
    }

    [Fact]
    public async Task Demo_AnswersToThisMachinesNames_AndToNoOther()
    {
        int port = await _demo!.PortAsync();
        using var http = new HttpClient();

        foreach ((string name, HttpStatusCode expected) in new[]
        {
            ($"127.0.0.1:{port}", HttpStatusCode.OK), ($"localhost:{port}", HttpStatusCode.OK), ("[::1]", HttpStatusCode.OK),
            ("plant.example", HttpStatusCode.BadRequest), ($"127.0.0.1.plant.example:{port}", HttpStatusCode.BadRequest),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/api/status");
            request.Headers.Host = name;
            using HttpResponseMessage response = await http.SendAsync(request);
            Assert.True(response.StatusCode == expected, $"{name}: {response.StatusCode}");
        }
    }
}
