using System.Text.Json;

namespace Busbar.AspNetCore.Tests;

/// <summary>Reads Server-Sent Events as a browser does, as far as they are used here.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _lines = new StreamReader(stream);
    }

    public static async Task<EventReader> OpenAsync(BrokerHost host, string session, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/broker/events?session={session}", UriKind.Relative));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        HttpResponseMessage response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(string? Id, string Type)> NextTypeAsync()
    {
        (string? id, JsonElement data) = await NextAsync();
        return (id, data.GetProperty("type").GetString()!);
    }

    public async Task<(string? Id, JsonElement Data)> NextAsync()
    {
        string? id = null;
        List<string> data = [];
        while (await LineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data.Add(line[6..]);
        }

        return (id, JsonDocument.Parse(string.Join('\n', data)).RootElement);
    }

    public async Task<bool> HasEndedAsync() => await LineAsync() is null;

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private async Task<string?> LineAsync() => await _lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}
