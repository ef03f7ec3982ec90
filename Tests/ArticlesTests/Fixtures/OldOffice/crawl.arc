filedesc://crawl.arc 0.0.0.0 20061104142100 text/plain 77
1 0 Internet Archive
URL IP-address Archive-date Content-type Archive-length

dns:news.example.cn 192.0.2.9 20061104142101 text/dns 19
20061104142101
news
http://news.example.cn/a.html 192.0.2.1 20061104142103 text/html 317
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 252

<html><head><meta charset="gbk"><title>清河区新建托育点_新闻</title></head><body><h1>清河区新建托育点</h1><p>2006年11月4日 来源：清河日报</p><p>清河区今年新建社区托育点十二所，新增托位四百八十个，家长可以就近送托，费用由财政补贴一半。</p></body></html>
http://news.example.cn/gone.html 192.0.2.1 20061104142104 text/html 304
HTTP/1.1 404 Not Found
Content-Type: text/html
Content-Length: 232

<html><head><meta charset="gbk"><title>没有了_新闻</title></head><body><h1>没有了</h1><p>2006年11月4日 来源：清河日报</p><p>清河区今年新建社区托育点十二所，新增托位四百八十个，家长可以就近送托，费用由财政补贴一半。</p></body></html>
http://news.example.cn/logo.png 192.0.2.1 20061104142105 image/png 289
HTTP/1.1 200 OK
Content-Type: image/png
Content-Length: 224

<html><head><meta charset="gbk"><title>图_新闻</title></head><body><h1>图</h1><p>2006年11月4日 来源：清河日报</p><p>清河区今年新建社区托育点十二所，新增托位四百八十个，家长可以就近送托，费用由财政补贴一半。</p></body></html>
http://news.example.cn/b c.html 192.0.2.1 20061104142106 text/html 321
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 256

<html><head><meta charset="gbk"><title>临江市供水价格调整_新闻</title></head><body><h1>临江市供水价格调整</h1><p>2006年11月4日 来源：清河日报</p><p>清河区今年新建社区托育点十二所，新增托位四百八十个，家长可以就近送托，费用由财政补贴一半。</p></body></html>
http://news.example.cn/a.html 192.0.2.1 20061105142103 text/html 325
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 260

<html><head><meta charset="gbk"><title>清河区托育点开放报名_新闻</title></head><body><h1>清河区托育点开放报名</h1><p>2006年11月4日 来源：清河日报</p><p>清河区今年新建社区托育点十二所，新增托位四百八十个，家长可以就近送托，费用由财政补贴一半。</p></body></html>
