// The four calls of Watchbox: init, join, publish, send. Speaks its requests to the server that this script came from.
(function () {
  'use strict';
  var base = document.currentScript ? new URL('.', document.currentScript.src).href : '/';
  var groups = new Map();
  var period = 100;
  var level = 3;
  var onDisconnect = null;
  var onReconnect = null;
  var hasBegun = false;
  var isRegistered = false;
  var mayLog = true;

  function ask(type, fields) {
    return fetch(base + 'watchbox.' + type + '.wb', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields || {}),
    }).then(function (response) {
      if (!response.ok) throw new Error(type + ' was answered ' + response.status);
      return response.text();
    });
  }

  function later(milliseconds) {
    return new Promise(function (resolve) { setTimeout(resolve, milliseconds); });
  }

  function encode(message) {
    return encodeURIComponent(JSON.stringify(message));
  }

  function log(text) {
    if (level >= 3) console.log('watchbox: ' + text);
    if (mayLog && isRegistered)
      ask('server', { text: encode(['_log_', location.pathname, text]) }).then(function (code) { mayLog = code !== 'wb24'; }, function () {});
  }

  function fail(error) {
    if (level >= 1) console.error('watchbox: ' + error);
  }

  function lose() {
    if (!isRegistered) return;
    isRegistered = false;
    if (onDisconnect) onDisconnect();
  }

  // Registers, again and again, and then asks for what waits in each group until the server is away or knows us no more.
  async function run() {
    for (;;) {
      try {
        if (!isRegistered) {
          await ask('register');
          isRegistered = true;
          if (onReconnect) onReconnect();
        }
        await Promise.all(Array.from(groups, function (entry) { return drain(entry[0], entry[1]); }));
        await later(period);
      } catch (error) {
        lose();
        await later(1000);
      }
    }
  }

  async function drain(name, group) {
    for (;;) {
      var text = await ask('get', { group: name });
      if (text === 'wb00') return;
      if (text === 'wb41') throw new Error('not registered');
      if (text === 'wb11') {
        var code = await ask('join', { group: name });
        if (code === 'wb41') throw new Error('not registered');
        if (code !== 'wb31') return;
        log('joined ' + name);
        if (group.onjoin) group.onjoin();
        group.onjoin = null;
        continue;
      }
      try {
        group.callback(JSON.parse(text));
      } catch (error) {
        fail(error);
      }
    }
  }

  window.watchbox = {
    // (dtime, logginglevel, disconnect, reconnect); the second may be left out, as the documentation of Watchbox has it
    init: function (dtime, logginglevel, disconnect, reconnect) {
      var rest = Array.prototype.slice.call(arguments, 1);
      if (typeof rest[0] !== 'number') rest.unshift(3);
      period = typeof dtime === 'number' ? dtime : 100;
      level = rest[0];
      onDisconnect = rest[1] || null;
      onReconnect = rest[2] || null;
      if (!hasBegun) run();
      hasBegun = true;
    },
    join: function (group, callback, onjoin) {
      if (!hasBegun) return fail('init comes first');
      groups.set(String(group), { callback: callback, onjoin: onjoin || null });
    },
    publish: function (message, group) {
      if (!hasBegun) return fail('init comes first');
      if (group === 'server') return fail('the group "server" is the server\'s');
      ask('brdcst', { group: group, text: encode(message) }).catch(fail);
    },
    send: function (message) {
      if (!hasBegun) return fail('init comes first');
      ask('server', { text: encode(message) }).then(function (code) { if (code === 'wb23') fail('the server is not listening'); }, fail);
    },
  };
})();
