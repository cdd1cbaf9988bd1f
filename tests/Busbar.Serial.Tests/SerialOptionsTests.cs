namespace Busbar.Serial.Tests;

public sealed class SerialOptionsTests
{
    public static TheoryData<SerialOptions> Wrong =>
    [
        new SerialOptions { BaudRate = 0 },
        new SerialOptions { BaudRate = 20_000_001 },
        new SerialOptions { DataBits = 6 },
        new SerialOptions { DataBits = 9 },
        new SerialOptions { Parity = (SerialParity)3 },
        new SerialOptions { StopBits = 0 },
        new SerialOptions { RtsCtsHandshake = true, Rs485 = new() },
        new SerialOptions { Rs485 = new() { Control = (Rs485Control)2 } },
        new SerialOptions { Rs485 = new() { DelayBeforeSend = TimeSpan.FromMilliseconds(-1) } },
        new SerialOptions { Rs485 = new() { DelayAfterSend = TimeSpan.FromMilliseconds(101) } },
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WrongOptions_AreRefusedAtTheCall(SerialOptions options) =>
        Assert.ThrowsAny<ArgumentException>(() => SerialConnector.Open("/dev/ttyS0", options));

    [Theory]
    [InlineData(1_200, 8, SerialParity.Even, SerialStopBits.One, 11.0 / 1_200)]
    [InlineData(19_200, 8, SerialParity.None, SerialStopBits.One, 10.0 / 19_200)]
    [InlineData(9_600, 7, SerialParity.Odd, SerialStopBits.Two, 11.0 / 9_600)]
    public void CharacterTime_CountsEachBit(int baud, int bits, SerialParity parity, SerialStopBits stop, double seconds)
    {
        var options = new SerialOptions { BaudRate = baud, DataBits = bits, Parity = parity, StopBits = stop };

        Assert.Equal(seconds, options.CharacterTime.TotalSeconds, 6);
    }
}
