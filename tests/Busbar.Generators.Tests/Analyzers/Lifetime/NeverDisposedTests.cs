namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class NeverDisposedTests
{
    [Fact]
    public Task OpenedUsedAndForgotten_IsReported() => Uses.VerifyAsync("""
        public async Task Run(IConnector connector, Broker broker, Hub<Sample> hub, ISource<Sample> source, CancellationToken token)
        {
            ModbusClient {|BUS6004:client|} = await ModbusClient.ConnectAsync("10.0.0.5", 502, token);
            await client.WriteSingleCoilAsync(1, 0, true, token);
            Connection {|BUS6004:connection|} = await connector.ConnectAsync(token).ConfigureAwait(false);
            Console.WriteLine(connection.Target);
            var {|BUS6004:server|} = new ModbusServer();
            await server.ListenAsync(new System.Net.IPEndPoint(0, 502), token);
            Pipeline {|BUS6004:pipeline|} = Pipeline.From(source).To(hub);
            await pipeline.RunAsync(token);
            Outlet {|BUS6004:outlet|} = broker.OpenOutlet();
            outlet.Subscribe("#");
            IDisposable {|BUS6004:subscription|} = hub.Subscribe(static (in Sample _) => { });
        }
        """);

    [Fact]
    public Task Disposed_ReturnedStoredOrHandedOn_IsQuiet() => Uses.VerifyAsync("""
        private ModbusClient? _client;

        public async Task<ModbusClient> Run(IConnector connector, Broker broker, CancellationToken token)
        {
            await using ModbusClient first = await ModbusClient.ConnectAsync("a", 502, token);
            ModbusClient second = await ModbusClient.ConnectAsync("a", 502, token);
            await using (second)
                await second.OpenAsync(token);
            ModbusClient third = await ModbusClient.ConnectAsync("a", 502, token);
            try
            {
                await third.OpenAsync(token);
            }
            finally
            {
                await third.DisposeAsync();
            }

            ModbusClient fourth = await ModbusClient.ConnectAsync("a", 502, token);
            _client = fourth;
            Connection connection = await connector.ConnectAsync(token);
            Keep(connection);
            ModbusClient fifth = await ModbusClient.ConnectAsync("a", 502, token);
            return fifth;
        }

        public Action Later(Broker broker)
        {
            Outlet outlet = broker.OpenOutlet();
            return () => outlet.Dispose();
        }

        public void InMemory()
        {
            var hub = new Hub<Sample>();
            IDisposable subscription = hub.Subscribe(static (in Sample _) => { });
            var broker = new Broker();
            broker.Publish("a", default);
            Outlet outlet = broker.OpenOutlet();
            outlet.Subscribe("#");
            broker.Dispose();
        }

        public async Task EndedOtherwise(Connection first, Connection second, ISession session)
        {
            var closed = new Link<ISession>(first, session);
            closed.Close(CloseReason.Local());
            var ended = new Link<ISession>(second, session);
            ended.Start();
            await ended.Completion;
        }

        private static void Keep(Connection connection) { }
        """);

    [Fact]
    public async Task Message_NamesTheThingAndWhatToWrite() => Assert.Equal(
        "'server' is never disposed, returned, stored or handed on, so that the ModbusServer stays open; write 'await using' before it",
        await Uses.MessageAsync("public void Run() { var server = new ModbusServer(); }"));
}
