-- Copyright (c) 2026, offboarding.mattermost contributors
-- GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
-- SPDX-License-Identifier: GPL-3.0-or-later

-- wrk ... -s same_requests.lua URL -- FILE TOKEN: send each line of FILE (method, path, body, with tabs between)
-- once, and end with the last answer. The lines are made requests before the clock starts.

local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long nanoseconds; } moment; int clock_gettime(int clock, moment *now);")

local requests = {}
local sent, answers, errors = 0, 0, 0
local began

local function now()
  local moment = ffi.new("moment")
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.seconds) + tonumber(moment.nanoseconds) / 1e9
end

function init(args)
  local headers = {
    ["Accept"] = "application/json",
    ["Authorization"] = "Bearer " .. args[2],
    ["Host"] = wrk.headers["Host"],
  }
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%u+)\t([^\t]+)\t(.*)$")
    if body == "" then body = nil end
    headers["Content-Type"] = body and "application/json" or nil
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
end

function request()
  began = began or now()
  sent = sent + 1
  -- A connection that finds nothing left while others wait for their last answers asks for something small.
  return requests[sent] or requests[1]
end

function response(status)
  answers = answers + 1
  if status ~= 200 then errors = errors + 1 end
  if answers >= #requests then
    -- wrk itself would sleep until its time is over.
    io.write(string.format("seconds %f answers %d errors %d\n", now() - began, answers, errors))
    io.flush()
    os.exit(0)
  end
end
