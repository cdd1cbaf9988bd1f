namespace Busbar.Benchmarks.Events;

/// <summary>A table of a hundred events whose names are of one length and differ in their last two characters.</summary>
public sealed partial class HundredEvents : Room
{
    [Event("event00")]
    public void On00(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 0 : 0);

    [Event("event01")]
    public void On01(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 1 : 0);

    [Event("event02")]
    public void On02(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 2 : 0);

    [Event("event03")]
    public void On03(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 3 : 0);

    [Event("event04")]
    public void On04(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 4 : 0);

    [Event("event05")]
    public void On05(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 5 : 0);

    [Event("event06")]
    public void On06(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 6 : 0);

    [Event("event07")]
    public void On07(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 7 : 0);

    [Event("event08")]
    public void On08(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 8 : 0);

    [Event("event09")]
    public void On09(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 9 : 0);

    [Event("event10")]
    public void On10(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 10 : 0);

    [Event("event11")]
    public void On11(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 11 : 0);

    [Event("event12")]
    public void On12(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 12 : 0);

    [Event("event13")]
    public void On13(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 13 : 0);

    [Event("event14")]
    public void On14(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 14 : 0);

    [Event("event15")]
    public void On15(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 15 : 0);

    [Event("event16")]
    public void On16(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 16 : 0);

    [Event("event17")]
    public void On17(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 17 : 0);

    [Event("event18")]
    public void On18(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 18 : 0);

    [Event("event19")]
    public void On19(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 19 : 0);

    [Event("event20")]
    public void On20(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 20 : 0);

    [Event("event21")]
    public void On21(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 21 : 0);

    [Event("event22")]
    public void On22(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 22 : 0);

    [Event("event23")]
    public void On23(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 23 : 0);

    [Event("event24")]
    public void On24(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 24 : 0);

    [Event("event25")]
    public void On25(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 25 : 0);

    [Event("event26")]
    public void On26(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 26 : 0);

    [Event("event27")]
    public void On27(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 27 : 0);

    [Event("event28")]
    public void On28(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 28 : 0);

    [Event("event29")]
    public void On29(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 29 : 0);

    [Event("event30")]
    public void On30(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 30 : 0);

    [Event("event31")]
    public void On31(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 31 : 0);

    [Event("event32")]
    public void On32(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 32 : 0);

    [Event("event33")]
    public void On33(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 33 : 0);

    [Event("event34")]
    public void On34(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 34 : 0);

    [Event("event35")]
    public void On35(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 35 : 0);

    [Event("event36")]
    public void On36(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 36 : 0);

    [Event("event37")]
    public void On37(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 37 : 0);

    [Event("event38")]
    public void On38(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 38 : 0);

    [Event("event39")]
    public void On39(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 39 : 0);

    [Event("event40")]
    public void On40(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 40 : 0);

    [Event("event41")]
    public void On41(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 41 : 0);

    [Event("event42")]
    public void On42(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 42 : 0);

    [Event("event43")]
    public void On43(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 43 : 0);

    [Event("event44")]
    public void On44(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 44 : 0);

    [Event("event45")]
    public void On45(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 45 : 0);

    [Event("event46")]
    public void On46(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 46 : 0);

    [Event("event47")]
    public void On47(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 47 : 0);

    [Event("event48")]
    public void On48(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 48 : 0);

    [Event("event49")]
    public void On49(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 49 : 0);

    [Event("event50")]
    public void On50(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 50 : 0);

    [Event("event51")]
    public void On51(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 51 : 0);

    [Event("event52")]
    public void On52(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 52 : 0);

    [Event("event53")]
    public void On53(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 53 : 0);

    [Event("event54")]
    public void On54(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 54 : 0);

    [Event("event55")]
    public void On55(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 55 : 0);

    [Event("event56")]
    public void On56(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 56 : 0);

    [Event("event57")]
    public void On57(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 57 : 0);

    [Event("event58")]
    public void On58(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 58 : 0);

    [Event("event59")]
    public void On59(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 59 : 0);

    [Event("event60")]
    public void On60(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 60 : 0);

    [Event("event61")]
    public void On61(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 61 : 0);

    [Event("event62")]
    public void On62(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 62 : 0);

    [Event("event63")]
    public void On63(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 63 : 0);

    [Event("event64")]
    public void On64(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 64 : 0);

    [Event("event65")]
    public void On65(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 65 : 0);

    [Event("event66")]
    public void On66(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 66 : 0);

    [Event("event67")]
    public void On67(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 67 : 0);

    [Event("event68")]
    public void On68(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 68 : 0);

    [Event("event69")]
    public void On69(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 69 : 0);

    [Event("event70")]
    public void On70(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 70 : 0);

    [Event("event71")]
    public void On71(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 71 : 0);

    [Event("event72")]
    public void On72(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 72 : 0);

    [Event("event73")]
    public void On73(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 73 : 0);

    [Event("event74")]
    public void On74(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 74 : 0);

    [Event("event75")]
    public void On75(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 75 : 0);

    [Event("event76")]
    public void On76(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 76 : 0);

    [Event("event77")]
    public void On77(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 77 : 0);

    [Event("event78")]
    public void On78(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 78 : 0);

    [Event("event79")]
    public void On79(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 79 : 0);

    [Event("event80")]
    public void On80(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 80 : 0);

    [Event("event81")]
    public void On81(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 81 : 0);

    [Event("event82")]
    public void On82(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 82 : 0);

    [Event("event83")]
    public void On83(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 83 : 0);

    [Event("event84")]
    public void On84(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 84 : 0);

    [Event("event85")]
    public void On85(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 85 : 0);

    [Event("event86")]
    public void On86(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 86 : 0);

    [Event("event87")]
    public void On87(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 87 : 0);

    [Event("event88")]
    public void On88(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 88 : 0);

    [Event("event89")]
    public void On89(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 89 : 0);

    [Event("event90")]
    public void On90(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 90 : 0);

    [Event("event91")]
    public void On91(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 91 : 0);

    [Event("event92")]
    public void On92(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 92 : 0);

    [Event("event93")]
    public void On93(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 93 : 0);

    [Event("event94")]
    public void On94(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 94 : 0);

    [Event("event95")]
    public void On95(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 95 : 0);

    [Event("event96")]
    public void On96(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 96 : 0);

    [Event("event97")]
    public void On97(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 97 : 0);

    [Event("event98")]
    public void On98(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 98 : 0);

    [Event("event99")]
    public void On99(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 99 : 0);
}
