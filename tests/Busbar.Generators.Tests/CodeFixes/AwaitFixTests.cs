using Busbar.CodeFixes;
using Busbar.Generators.Tests.Analyzers.Lifetime;
using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.CodeFixes;

public sealed class AwaitFixTests
{
    [Theory]
    [InlineData("return client.ReadInputRegistersAsync<float>(1, 0).Result;", "return await client.ReadInputRegistersAsync<float>(1, 0);")]
    [InlineData("return client.ReadHoldingRegistersAsync(1, 0, 1).Result.Length;", "return (await client.ReadHoldingRegistersAsync(1, 0, 1)).Length;")]
    [InlineData("client.WriteSingleCoilAsync(1, 0, true).GetAwaiter().GetResult(); return 1;", "await client.WriteSingleCoilAsync(1, 0, true); return 1;")]
    [InlineData("return client.ReadInputRegistersAsync<float>(1, 0).ConfigureAwait(false).GetAwaiter().GetResult();", "return await client.ReadInputRegistersAsync<float>(1, 0).ConfigureAwait(false);")]
    [InlineData("unit.OnWrite(async change => { await Task.Yield(); Thread.Sleep(10); }); return 1;", "unit.OnWrite(async change => { await Task.Yield(); await System.Threading.Tasks.Task.Delay(10); }); return 1;")]
    [InlineData("unit.OnWrite(async change => { await Task.Yield(); other.Wait(); }); return 1;", "unit.OnWrite(async change => { await Task.Yield(); await other; }); return 1;")]
    [InlineData("unit.OnWrite(change => other.Wait()); return 1;", null)]
    public async Task WhatBlocks_IsAwaited_WhereItMay(string before, string? after) =>
        Assert.Equal(after is null ? null : Method(after), await FixRun.ApplyAsync<AwaitFix>(Method(before)));

    private static string Method(string statements) => Uses.Source($$"""
            public async Task<float> Run(ModbusClient client, ModbusUnit unit, Task other)
            {
                {{statements}}
            }
        """);
}
