using System.Net;
using Busbar.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Busbar.Browser.Tests;

/// <summary>Chromium as the client of our own WebSocket server.</summary>
public sealed class WebSocketTests(Browser browser) : IClassFixture<Browser>
{
    private const string Script =
        """
        async ([url, sizes]) => {
          const open = () => new Promise((resolve, reject) => {
            const socket = new WebSocket(url, ['busbar.v1']);
            socket.binaryType = 'arraybuffer';
            socket.onopen = () => resolve(socket);
            socket.onerror = () => reject(new Error('not open'));
          });
          const next = socket => new Promise(resolve => socket.onmessage = event => resolve(event.data));
          const closed = socket => new Promise(resolve => socket.onclose = event => resolve(`${event.code} ${event.reason} ${event.wasClean}`));
          const said = [];
          const socket = await open();
          said.push(`${socket.protocol} "${socket.extensions}"`);
          for (const size of sizes) {
            const text = 'ü'.repeat(size);
            let back = next(socket);
            socket.send(text);
            said.push(`text ${size} ${await back === text}`);
            const octets = new Uint8Array(size).fill(0xFE);
            back = next(socket);
            socket.send(octets);
            const same = new Uint8Array(await back);
            said.push(`binary ${size} ${same.length === size && same.every(octet => octet === 0xFE)}`);
          }
          let end = closed(socket);
          socket.close(4321, 'bye');
          said.push(await end);
          const other = await open();
          end = closed(other);
          other.send('close');
          said.push(await end);
          return said;
        }
        """;

    private static readonly int[] Sizes = [0, 1, 125, 126, 32_767, 65_536, 500_000];

    [Fact]
    public async Task Page_ExchangesMessagesOfAllSizes_AndClosesBothWays()
    {
        // The page's origin is another port than the server's, which lets it in by name.
        await using WebApplication pages = await ServePageAsync();
        await using WebSocketServer server = WebSocketServer.Listen(
            new IPEndPoint(IPAddress.Loopback, 0), _ => new EchoHandler(), new() { Handshake = new() { Subprotocols = ["busbar.v1"], AllowOrigin = request => request.Origin == pages.Urls.First() } });
        IPage page = await browser.OpenAsync(pages.Urls.First() + "/");

        string[] said = await page.EvaluateAsync<string[]>(Script, new object[] { $"ws://{server.LocalEndPoint}/", Sizes });

        Assert.Equal(
            ["busbar.v1 \"\"", .. Sizes.SelectMany(size => (string[])[$"text {size} true", $"binary {size} true"]), "4321  true", "4000 as asked true"],
            said);
    }

    [Fact]
    public async Task Page_OfAnotherOrigin_IsNotLetIn()
    {
        await using WebApplication pages = await ServePageAsync();
        await using WebSocketServer server = WebSocketServer.Listen(new IPEndPoint(IPAddress.Loopback, 0), _ => new EchoHandler());
        IPage page = await browser.OpenAsync(pages.Urls.First() + "/");

        PlaywrightException exception = await Assert.ThrowsAsync<PlaywrightException>(
            () => page.EvaluateAsync<string[]>(Script, new object[] { $"ws://{server.LocalEndPoint}/", Sizes }));

        Assert.Contains("not open", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.OpenConnections);
    }

    private static async Task<WebApplication> ServePageAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.MapGet("/", () => "a page");
        await app.StartAsync();
        return app;
    }

    private sealed class EchoHandler : IWebSocketHandler
    {
        public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
        {
            if (message.IsText && message.Payload.SequenceEqual("close"u8))
                sender.TryClose((WebSocketCloseCode)4000, "as asked");
            else if (message.IsText)
                sender.TrySendText(message.Payload);
            else
                sender.TrySendBinary(message.Payload);
        }
    }
}
