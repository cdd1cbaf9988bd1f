using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Busbar.Links;

namespace Busbar.Sockets.Tests;

/// <summary>Datagrams as connections: their boundaries, their senders, and what is lost.</summary>
public sealed class UdpTests
{
    private const int Patience = 30_000;

    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task EachRead_IsOneDatagram_AndWhatIsNotConsumedIsDroppedWithIt()
    {
        await using UdpListener listener = UdpListener.Bind(AnyPort);
        await using Connection client = await ConnectAsync(listener);
        Send(client, 1, 2, 3);
        Send(client, 4);
        await client.Output.FlushAsync(Token);

        await using Connection server = (await listener.AcceptAsync(Token))!;
        ReadResult first = await server.Input.ReadAsync(Token);
        byte[] octets = first.Buffer.ToArray();
        server.Input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.End);

        Assert.True(client.PreservesMessages && server.PreservesMessages);
        Assert.Equal([1, 2, 3], octets);
        Assert.Equal([4], await ReadAsync(server));
        Assert.Equal(client.LocalEndPoint, server.RemoteEndPoint);
    }

    [Fact(Timeout = Patience)]
    public async Task Peers_AreKeptApart_AndAnsweredEach()
    {
        await using UdpListener listener = UdpListener.Bind(AnyPort);
        await using Connection one = await ConnectAsync(listener);
        await using Connection other = await ConnectAsync(listener);
        foreach ((Connection client, byte octet) in new[] { (one, (byte)1), (other, (byte)2) })
        {
            Send(client, octet);
            await client.Output.FlushAsync(Token);
            await using Connection server = (await listener.AcceptAsync(Token))!;
            byte[] asked = await ReadAsync(server);
            Send(server, [.. asked, 9]);
            await server.Output.FlushAsync(Token);
        }

        Assert.Equal([1, 9], await ReadAsync(one));
        Assert.Equal([2, 9], await ReadAsync(other));
    }

    [Fact(Timeout = Patience)]
    public async Task Peer_WhoseConnectionEnded_IsANewOneWhenItSpeaksAgain()
    {
        await using UdpListener listener = UdpListener.Bind(AnyPort);
        await using Connection client = await ConnectAsync(listener);
        for (byte round = 1; round <= 3; round++)
        {
            Send(client, round);
            await client.Output.FlushAsync(Token);
            await using Connection server = (await listener.AcceptAsync(Token))!;
            Assert.Equal([round], await ReadAsync(server));
        }
    }

    [Fact(Timeout = Patience)]
    public async Task OneTooMany_TakesThePlaceOfTheMostSilent()
    {
        await using UdpListener listener = UdpListener.Bind(AnyPort, new() { MaxPeers = 2 });
        var clients = new List<Connection>();
        var servers = new List<Connection>();
        for (byte i = 0; i < 2; i++)
        {
            clients.Add(await ConnectAsync(listener));
            Send(clients[i], i);
            await clients[i].Output.FlushAsync(Token);
            servers.Add((await listener.AcceptAsync(Token))!);
            await ReadAsync(servers[i]);
        }

        Send(clients[0], 7);
        await clients[0].Output.FlushAsync(Token);
        Assert.Equal([7], await ReadAsync(servers[0]));
        clients.Add(await ConnectAsync(listener));
        Send(clients[2], 8);
        await clients[2].Output.FlushAsync(Token);
        servers.Add((await listener.AcceptAsync(Token))!);

        Assert.Equal([8], await ReadAsync(servers[2]));
        Assert.True((await servers[1].Input.ReadAsync(Token)).IsCompleted); // the other went on
        Assert.Equal(1, listener.DisplacedPeers);
        foreach (Connection connection in clients.Concat(servers))
            await connection.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task WhatNobodyReads_IsDroppedAndCounted()
    {
        await using UdpListener listener = UdpListener.Bind(AnyPort, new() { MaxWaiting = 2 });
        await using Connection client = await ConnectAsync(listener);
        for (byte i = 1; i <= 5; i++)
            Send(client, i);
        await client.Output.FlushAsync(Token);
        await using Connection server = (await listener.AcceptAsync(Token))!;
        while (listener.DroppedDatagrams < 3)
            await Task.Yield();

        Assert.Equal([1], await ReadAsync(server));
        Assert.Equal([2], await ReadAsync(server));
        Assert.Equal(3, listener.DroppedDatagrams);
    }

    [Fact(Timeout = Patience)]
    public async Task NobodyListening_EndsTheConnection_SayingSo()
    {
        int port;
        using (var gone = new Socket(SocketType.Dgram, ProtocolType.Udp))
        {
            gone.Bind(AnyPort);
            port = ((IPEndPoint)gone.LocalEndPoint!).Port;
        }

        await using Connection client = await UdpConnector.To("127.0.0.1", port).ConnectAsync(Token);
        Send(client, 1);
        await client.Output.FlushAsync(Token);

        SocketException refused = await Assert.ThrowsAsync<SocketException>(() => client.Input.ReadAsync(Token).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact(Timeout = Patience)]
    public async Task Listener_ThatEnds_LeavesItsConnections_AndThePortWithTheLast()
    {
        UdpListener listener = UdpListener.Bind(AnyPort);
        var endPoint = (IPEndPoint)listener.LocalEndPoint;
        await using Connection client = await ConnectAsync(listener);
        Send(client, 1);
        await client.Output.FlushAsync(Token);
        Connection server = (await listener.AcceptAsync(Token))!;
        await ReadAsync(server);

        await listener.DisposeAsync();
        Send(client, 2);
        await client.Output.FlushAsync(Token);
        Assert.Null(await listener.AcceptAsync(Token));
        Assert.Equal([2], await ReadAsync(server));
        await server.DisposeAsync();

        await using UdpListener next = UdpListener.Bind(endPoint);
        Assert.Equal(endPoint, next.LocalEndPoint);
    }

    [Fact(Timeout = Patience)]
    public async Task Read_Cancelled_EndsAndTheNextWorks()
    {
        await using UdpListener listener = UdpListener.Bind(AnyPort);
        await using Connection client = await ConnectAsync(listener);
        using var source = new CancellationTokenSource();
        Task<ReadResult> reading = client.Input.ReadAsync(source.Token).AsTask();
        Assert.False(reading.IsCompleted);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Task<ReadResult> pending = client.Input.ReadAsync(Token).AsTask();
        client.Input.CancelPendingRead();
        ReadResult canceled = await pending;
        Assert.True(canceled.IsCanceled);
        Send(client, 1);
        await client.Output.FlushAsync(Token);
        await using Connection server = (await listener.AcceptAsync(Token))!;
        Send(server, 2);
        await server.Output.FlushAsync(Token);

        client.Input.AdvanceTo(canceled.Buffer.End); // must not drop what came meanwhile
        Assert.Equal([2], await ReadAsync(client));
    }

    [Fact]
    public void WrongOptions_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UdpConnector.To("localhost", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => UdpConnector.To("localhost", 1, new() { MaxWaiting = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => UdpListener.Bind(AnyPort, new() { MaxPeers = 70_000 }));
    }

    [Fact(Timeout = Patience)]
    public async Task PortTaken_SaysSo()
    {
        await using UdpListener listener = UdpListener.Bind(AnyPort);

        IOException taken = Assert.Throws<IOException>(() => UdpListener.Bind((IPEndPoint)listener.LocalEndPoint));

        Assert.StartsWith($"Cannot listen on {listener.LocalEndPoint}", taken.Message, StringComparison.Ordinal);
    }

    private static async Task<Connection> ConnectAsync(UdpListener listener) =>
        await UdpConnector.To("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint).Port).ConnectAsync(Token);

    private static void Send(Connection connection, params byte[] datagram)
    {
        connection.Output.Write(datagram);
        connection.EndMessage();
    }

    private static async Task<byte[]> ReadAsync(Connection connection)
    {
        ReadResult read = await connection.Input.ReadAsync(Token);
        byte[] octets = read.Buffer.ToArray();
        connection.Input.AdvanceTo(read.Buffer.End);
        return octets;
    }
}
