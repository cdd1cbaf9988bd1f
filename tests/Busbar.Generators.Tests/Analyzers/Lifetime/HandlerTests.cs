namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class HandlerTests
{
    [Fact]
    public Task AHandlerThatBlocks_IsReported() => Uses.VerifyAsync("""
        public IDisposable Run(Hub<Sample> hub, Broker broker, ModbusUnit unit, Task<int> task)
        {
            unit.OnWrite(change => Console.WriteLine({|BUS6006:task.Result|}));
            unit.OnWrite(Local);
            using IDisposable one = hub.Subscribe((in Sample sample) => {|BUS6006:task.Wait()|});
            return broker.Subscribe("a", _ =>
            {
                {|BUS6006:Thread.Sleep(10)|};
                {|BUS6006:task.GetAwaiter().GetResult()|};
                {|BUS6006:task.ConfigureAwait(false).GetAwaiter().GetResult()|};
            });

            void Local(ModbusChange change) => {|BUS6006:Task.WaitAll(task)|};
        }
        """);

    [Fact]
    public Task WhatIsCompleteOrRunsElsewhere_IsQuiet() => Uses.VerifyAsync("""
        public IDisposable Run(Hub<Sample> hub, Broker broker, Task<int> task, Action<Action> elsewhere)
        {
            Console.WriteLine(task.Result);
            using IDisposable one = hub.Subscribe((in Sample sample) =>
            {
                if (task.IsCompletedSuccessfully)
                    Console.WriteLine(task.Result);
            });
            return broker.Subscribe("a", _ => elsewhere(() => task.Wait()));
        }
        """);

    [Fact]
    public Task AsyncVoid_IsReported() => Uses.VerifyAsync("""
        public void Run(ModbusUnit unit)
        {
            unit.OnWrite(async change {|BUS6007:=>|} await Task.Yield());
            unit.OnWrite({|BUS6007:Named|});
            unit.OnWrite(Plain);
        }

        private async void Named(ModbusChange change) => await Task.Yield();
        private void Plain(ModbusChange change) { }
        """);

    [Fact]
    public Task AValueTaskThatIsBlockedOn_IsReportedAnywhere() => Uses.VerifyAsync("""
        public float Run(ModbusClient client, ModbusUnit unit)
        {
            unit.OnWrite(change => {|BUS6009:client.WriteSingleCoilAsync(1, 0, true).GetAwaiter().GetResult()|});
            return {|BUS6009:client.ReadInputRegistersAsync<float>(1, 0).Result|} + client.ReadInputRegistersAsync<float>(1, 0).AsTask().Result;
        }
        """);
}
