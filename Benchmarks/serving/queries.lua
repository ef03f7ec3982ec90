-- Requests of wrk: the lines of the file named by QUERIES, again and again, as request targets.

local targets = {}
for line in io.lines(os.getenv("QUERIES")) do targets[#targets + 1] = line end

local nextThread = 0
function setup(thread)
  thread:set("number", nextThread)
  nextThread = nextThread + 1
end

local index = 0
function init()
  index = number * 7919
end

function request()
  index = index + 1
  return wrk.format("GET", targets[index % #targets + 1])
end

local failed = 0
function response(status)
  if status ~= 200 then failed = failed + 1 end
  if failed == 1 then print("status " .. status) end
end
