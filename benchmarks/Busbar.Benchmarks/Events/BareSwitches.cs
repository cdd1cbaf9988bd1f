using System.Runtime.CompilerServices;

namespace Busbar.Benchmarks.Events;

/// <summary>
/// What no table of events can do without: a jump by a number to one of 3 methods and to one of 100. Nothing is compared or decoded, so
/// that two of the hundred beside the same two of three show what the processor's guess of the jump costs.
/// </summary>
public sealed class BareSwitches
{
    private const int Batch = 256;

    private readonly ThreeEvents _three = new();
    private readonly HundredEvents _hundred = new();
    private readonly int[] _numbers = new int[Batch];

    /// <param name="numbers">How many different ones are drawn: 1, or 2.</param>
    public BareSwitches(int numbers)
    {
        var random = new Random(20240229); // the order of the names in EventBenchmarks
        for (int i = 0; i < Batch; i++)
            _numbers[i] = random.Next(2) == 0 || numbers == 1 ? 0 : 42;
    }

    public long OfThree()
    {
        foreach (int number in _numbers)
            CallOfThree(number);
        return _three.Sum;
    }

    public long OfHundred()
    {
        foreach (int number in _numbers)
            CallOfHundred(number);
        return _hundred.Sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CallOfThree(int number)
    {
        switch (number)
        {
            case 0:
                _three.OnSet(3, 41.7, true);
                break;
            case 7:
                _three.OnJoin(3);
                break;
            case 42:
                _three.OnLeave(3, 41.7, true);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CallOfHundred(int number)
    {
        switch (number)
        {
            case 0:
                _hundred.On00(3, 41.7, true);
                break;
            case 1:
                _hundred.On01(3, 41.7, true);
                break;
            case 2:
                _hundred.On02(3, 41.7, true);
                break;
            case 3:
                _hundred.On03(3, 41.7, true);
                break;
            case 4:
                _hundred.On04(3, 41.7, true);
                break;
            case 5:
                _hundred.On05(3, 41.7, true);
                break;
            case 6:
                _hundred.On06(3, 41.7, true);
                break;
            case 7:
                _hundred.On07(3, 41.7, true);
                break;
            case 8:
                _hundred.On08(3, 41.7, true);
                break;
            case 9:
                _hundred.On09(3, 41.7, true);
                break;
            case 10:
                _hundred.On10(3, 41.7, true);
                break;
            case 11:
                _hundred.On11(3, 41.7, true);
                break;
            case 12:
                _hundred.On12(3, 41.7, true);
                break;
            case 13:
                _hundred.On13(3, 41.7, true);
                break;
            case 14:
                _hundred.On14(3, 41.7, true);
                break;
            case 15:
                _hundred.On15(3, 41.7, true);
                break;
            case 16:
                _hundred.On16(3, 41.7, true);
                break;
            case 17:
                _hundred.On17(3, 41.7, true);
                break;
            case 18:
                _hundred.On18(3, 41.7, true);
                break;
            case 19:
                _hundred.On19(3, 41.7, true);
                break;
            case 20:
                _hundred.On20(3, 41.7, true);
                break;
            case 21:
                _hundred.On21(3, 41.7, true);
                break;
            case 22:
                _hundred.On22(3, 41.7, true);
                break;
            case 23:
                _hundred.On23(3, 41.7, true);
                break;
            case 24:
                _hundred.On24(3, 41.7, true);
                break;
            case 25:
                _hundred.On25(3, 41.7, true);
                break;
            case 26:
                _hundred.On26(3, 41.7, true);
                break;
            case 27:
                _hundred.On27(3, 41.7, true);
                break;
            case 28:
                _hundred.On28(3, 41.7, true);
                break;
            case 29:
                _hundred.On29(3, 41.7, true);
                break;
            case 30:
                _hundred.On30(3, 41.7, true);
                break;
            case 31:
                _hundred.On31(3, 41.7, true);
                break;
            case 32:
                _hundred.On32(3, 41.7, true);
                break;
            case 33:
                _hundred.On33(3, 41.7, true);
                break;
            case 34:
                _hundred.On34(3, 41.7, true);
                break;
            case 35:
                _hundred.On35(3, 41.7, true);
                break;
            case 36:
                _hundred.On36(3, 41.7, true);
                break;
            case 37:
                _hundred.On37(3, 41.7, true);
                break;
            case 38:
                _hundred.On38(3, 41.7, true);
                break;
            case 39:
                _hundred.On39(3, 41.7, true);
                break;
            case 40:
                _hundred.On40(3, 41.7, true);
                break;
            case 41:
                _hundred.On41(3, 41.7, true);
                break;
            case 42:
                _hundred.On42(3, 41.7, true);
                break;
            case 43:
                _hundred.On43(3, 41.7, true);
                break;
            case 44:
                _hundred.On44(3, 41.7, true);
                break;
            case 45:
                _hundred.On45(3, 41.7, true);
                break;
            case 46:
                _hundred.On46(3, 41.7, true);
                break;
            case 47:
                _hundred.On47(3, 41.7, true);
                break;
            case 48:
                _hundred.On48(3, 41.7, true);
                break;
            case 49:
                _hundred.On49(3, 41.7, true);
                break;
            case 50:
                _hundred.On50(3, 41.7, true);
                break;
            case 51:
                _hundred.On51(3, 41.7, true);
                break;
            case 52:
                _hundred.On52(3, 41.7, true);
                break;
            case 53:
                _hundred.On53(3, 41.7, true);
                break;
            case 54:
                _hundred.On54(3, 41.7, true);
                break;
            case 55:
                _hundred.On55(3, 41.7, true);
                break;
            case 56:
                _hundred.On56(3, 41.7, true);
                break;
            case 57:
                _hundred.On57(3, 41.7, true);
                break;
            case 58:
                _hundred.On58(3, 41.7, true);
                break;
            case 59:
                _hundred.On59(3, 41.7, true);
                break;
            case 60:
                _hundred.On60(3, 41.7, true);
                break;
            case 61:
                _hundred.On61(3, 41.7, true);
                break;
            case 62:
                _hundred.On62(3, 41.7, true);
                break;
            case 63:
                _hundred.On63(3, 41.7, true);
                break;
            case 64:
                _hundred.On64(3, 41.7, true);
                break;
            case 65:
                _hundred.On65(3, 41.7, true);
                break;
            case 66:
                _hundred.On66(3, 41.7, true);
                break;
            case 67:
                _hundred.On67(3, 41.7, true);
                break;
            case 68:
                _hundred.On68(3, 41.7, true);
                break;
            case 69:
                _hundred.On69(3, 41.7, true);
                break;
            case 70:
                _hundred.On70(3, 41.7, true);
                break;
            case 71:
                _hundred.On71(3, 41.7, true);
                break;
            case 72:
                _hundred.On72(3, 41.7, true);
                break;
            case 73:
                _hundred.On73(3, 41.7, true);
                break;
            case 74:
                _hundred.On74(3, 41.7, true);
                break;
            case 75:
                _hundred.On75(3, 41.7, true);
                break;
            case 76:
                _hundred.On76(3, 41.7, true);
                break;
            case 77:
                _hundred.On77(3, 41.7, true);
                break;
            case 78:
                _hundred.On78(3, 41.7, true);
                break;
            case 79:
                _hundred.On79(3, 41.7, true);
                break;
            case 80:
                _hundred.On80(3, 41.7, true);
                break;
            case 81:
                _hundred.On81(3, 41.7, true);
                break;
            case 82:
                _hundred.On82(3, 41.7, true);
                break;
            case 83:
                _hundred.On83(3, 41.7, true);
                break;
            case 84:
                _hundred.On84(3, 41.7, true);
                break;
            case 85:
                _hundred.On85(3, 41.7, true);
                break;
            case 86:
                _hundred.On86(3, 41.7, true);
                break;
            case 87:
                _hundred.On87(3, 41.7, true);
                break;
            case 88:
                _hundred.On88(3, 41.7, true);
                break;
            case 89:
                _hundred.On89(3, 41.7, true);
                break;
            case 90:
                _hundred.On90(3, 41.7, true);
                break;
            case 91:
                _hundred.On91(3, 41.7, true);
                break;
            case 92:
                _hundred.On92(3, 41.7, true);
                break;
            case 93:
                _hundred.On93(3, 41.7, true);
                break;
            case 94:
                _hundred.On94(3, 41.7, true);
                break;
            case 95:
                _hundred.On95(3, 41.7, true);
                break;
            case 96:
                _hundred.On96(3, 41.7, true);
                break;
            case 97:
                _hundred.On97(3, 41.7, true);
                break;
            case 98:
                _hundred.On98(3, 41.7, true);
                break;
            case 99:
                _hundred.On99(3, 41.7, true);
                break;
        }
    }
}
